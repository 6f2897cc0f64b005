/** Input that is made to hurt: it costs an error, never the memory, the time or the state of the process. */
import { describe, expect, it } from "vitest";
import { GobDecoder } from "../src/gob/decoder.ts";
import { GobEncoder } from "../src/gob/encoder.ts";
import { GobError } from "../src/gob/errors.ts";
import type { StructWireType, WireField, WireType } from "../src/wire-type.ts";

const text: WireType = { kind: "string" };
const struct = (...fields: WireField[]): StructWireType => ({ kind: "struct", name: "T", fields });
const list: WireType = { kind: "slice", elem: text };
const tree: StructWireType = {
  kind: "struct",
  name: "Tree",
  get fields(): readonly WireField[] {
    return [{ name: "Children", type: { kind: "slice", elem: { kind: "pointer", elem: tree } } }];
  },
};

/** A chunk: length and content. */
function chunk(content: Buffer): Buffer {
  const length = Buffer.alloc(5, 0xfc);
  length.writeUInt32BE(content.length, 1);
  return Buffer.concat([length, content]);
}

function refused(type: WireType, stream: Buffer, form: "plain" | "exact" = "plain"): GobError {
  const decoder = new GobDecoder({ form });
  decoder.push(stream);
  decoder.end();
  try {
    while (decoder.next(type)) {}
  } catch (error) {
    if (error instanceof GobError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

function grownBy(work: () => void): number {
  const { rss } = process.memoryUsage();
  work();
  return process.memoryUsage().rss - rss;
}

describe("announced sizes", () => {
  it("reserve no memory before the bytes have come", () => {
    const grown = grownBy(() => {
      const decoders = Array.from({ length: 200 }, () => new GobDecoder());
      for (const decoder of decoders) {
        decoder.push(Buffer.from("fc03ffffff", "hex"));
        expect(decoder.next(text)).toBeUndefined();
      }
    });
    // 200 × 64 MiB announced; each may hold a first megabyte that nobody has touched.
    expect(grown).toBeLessThan(100 * 2 ** 20);
  });

  it("are refused beyond the limit, for good", () => {
    const decoder = new GobDecoder({ limits: { maxMessageBytes: 1000 } });
    decoder.push(Buffer.from("fe03e9", "hex"));
    expect(() => decoder.next(text)).toThrow(expect.objectContaining({ code: "limit", fatal: true }));
    decoder.push(Buffer.alloc(2000));
    expect(() => decoder.next(text)).toThrow(GobError);
  });

  it("of lists and maps must fit into the message", () => {
    const map: WireType = { kind: "map", key: text, elem: text };
    const ofStrings = Buffer.from("0cff81020102ff8200010c0000", "hex");
    const ofMaps = Buffer.from("0eff81040102ff8200010c010c0000", "hex");
    for (const count of ["fc7fffffff", "f8ffffffffffffffff", "f8001fffffffffffff", "05"]) {
      const value = chunk(Buffer.from(`ff8200${count}0161`, "hex"));
      expect(refused(list, Buffer.concat([ofStrings, value])).code).toBe("corrupt");
      expect(refused(map, Buffer.concat([ofMaps, value])).code).toBe("corrupt");
    }
  });

  it("of values that are much smaller on the wire than in memory are limited by the latter", () => {
    const fields = Array.from({ length: 40 }, (_, i) => ({ name: `F${i}`, type: text }));
    const type: WireType = { kind: "slice", elem: struct(...fields) };
    const one = new GobEncoder().encode(type, [{}]);
    const definitions = one.subarray(0, one.length - 6);
    const count = 10_000_000;
    const content = Buffer.alloc(count + 8);
    Buffer.from("ff8400fd", "hex").copy(content);
    content.writeUIntBE(count, 4, 3);
    expect(refused(type, Buffer.concat([definitions, chunk(content)])).code).toBe("limit");
  });
});

describe("nesting", () => {
  it("is limited in values", () => {
    const stream = new GobEncoder({ maxDepth: 5000 }).encode(tree, nested(1000));
    expect(refused(tree, stream).code).toBe("limit");
    const decoder = new GobDecoder();
    decoder.push(stream);
    expect(() => decoder.skip()).toThrow(expect.objectContaining({ code: "limit" }));
    expect(() => new GobEncoder().encode(tree, nested(1000))).toThrow(
      expect.objectContaining({ code: "limit" }),
    );
  });

  it("of values that contain themselves ends in an error", () => {
    const endless: { Children: unknown[] } = { Children: [] };
    endless.Children.push(endless);
    expect(() => new GobEncoder().encode(tree, endless)).toThrow(GobError);
  });

  function nested(levels: number): unknown {
    let value: unknown = { Children: [] };
    for (let i = 0; i < levels; i++) value = { Children: [value] };
    return value;
  }
});

describe("type definitions", () => {
  it("are limited in number and size", () => {
    const many = Array.from({ length: 2000 }, (_, i) => definitionOfList(64 + i));
    expect(refused(text, Buffer.concat(many)).code).toBe("limit");
    const name = Buffer.alloc(70_000, 0x61);
    const long = Buffer.concat([Buffer.from("ff810301fd011170", "hex"), name]);
    expect(refused(text, chunk(long)).code).toBe("limit");
  });

  it("cannot put their names into objects or into code", () => {
    const evil = struct(
      { name: "A", type: text },
      { name: "__proto__", type: text },
      { name: '"); process.exit(9); ("', type: text },
    );
    const stream = new GobEncoder({ form: "exact" }).encode(evil, {
      A: "a",
      ['"); process.exit(9); ("']: "b",
    });
    const decoder = new GobDecoder();
    decoder.push(stream);
    const value = decoder.next<object>(struct({ name: "A", type: text }))?.value as object;
    expect(Object.keys(value)).toEqual(["A"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it("keep keys of maps away from prototypes", () => {
    const map: WireType = { kind: "map", key: text, elem: text };
    const sent = JSON.parse('{"__proto__":"p","constructor":"c"}');
    for (const extra of [0, 20]) {
      for (let i = 0; i < extra; i++) sent[`k${i}`] = "";
      const decoder = new GobDecoder();
      decoder.push(new GobEncoder().encode(map, sent));
      const value = decoder.next<Record<string, string>>(map)?.value as Record<string, string>;
      expect(Object.keys(value).slice(0, 2)).toEqual(["__proto__", "constructor"]);
      expect("toString" in value).toBe(false);
      expect(({} as { p?: string }).p).toBeUndefined();
    }
  });

  function definitionOfList(id: number): Buffer {
    const number = Buffer.from([0xfe, (id * 2 - 1) >> 8, (id * 2 - 1) & 255]);
    return chunk(Buffer.concat([number, Buffer.from("020102ff8200010c0000", "hex")]));
  }
});

describe("a long message in small pieces", () => {
  it("is put together without copying it again and again", () => {
    const type: WireType = { kind: "bytes" };
    const stream = new GobEncoder().encode(type, Buffer.alloc(24 * 2 ** 20, 7));
    const decoder = new GobDecoder({ form: "exact" });
    let value: { value: unknown } | undefined;
    const started = process.cpuUsage().user;
    for (let at = 0; at < stream.length; at += 4096) {
      decoder.push(stream.subarray(at, at + 4096));
      value = decoder.next(type) ?? value;
    }
    expect(value?.value).toHaveLength(24 * 2 ** 20);
    // 6,000 pieces: copying all of it for each would take minutes.
    expect(process.cpuUsage().user - started).toBeLessThan(5_000_000);
  });

  it("leaves what follows alone", () => {
    const decoder = new GobDecoder();
    const message = new GobEncoder().encode(text, "x".repeat(200_000));
    const raw = Buffer.from("raw bytes");
    const stream = Buffer.concat([message, raw]);
    for (let at = 0; at < stream.length; at += 1000) decoder.push(stream.subarray(at, at + 1000));
    expect(decoder.next(text)?.value).toHaveLength(200_000);
    expect(decoder.takeRemaining()).toEqual(raw);
    expect(decoder.bufferedBytes).toBe(0);
  });
});

describe("a large message", () => {
  it("lets other work have its turn while it is decoded", async () => {
    const type: WireType = { kind: "map", key: text, elem: list };
    const sent = Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`key ${i}`, ["a", `b${i}`]]));
    const decoder = new GobDecoder();
    decoder.push(new GobEncoder().encode(type, sent));
    let turns = 0;
    let done = false;
    const turn = (): void => {
      turns++;
      if (!done) setImmediate(turn);
    };
    setImmediate(turn);
    const message = await decoder.nextSliced<Record<string, string[]>>(type, { sliceMs: 1 });
    done = true;
    expect(Object.keys(message?.value ?? {})).toHaveLength(60_000);
    expect(turns).toBeGreaterThan(5);
  });

  it("is the only one being decoded", async () => {
    const decoder = new GobDecoder();
    decoder.push(
      new GobEncoder().encode(
        list,
        Array.from({ length: 200_000 }, (_, i) => String(i)),
      ),
    );
    const first = decoder.nextSliced(list, { sliceMs: 1 });
    expect(() => decoder.next(list)).toThrow(GobError);
    expect((await first)?.value).toHaveLength(200_000);
  });
});
