import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RfbGate } from "../../src/consoles/rfb-gate.ts";

const version = Buffer.from("RFB 003.008\n");
/** Version, no authentication, "I want the screen alone". */
const hello = Buffer.concat([version, Buffer.of(1), Buffer.of(0)]);
const shared = Buffer.concat([version, Buffer.of(1), Buffer.of(1)]);

const setEncodings = Buffer.of(2, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 7);
const updateRequest = Buffer.of(3, 1, 0, 0, 0, 0, 4, 0, 3, 0);
const pixelFormat = Buffer.alloc(20);
const fence = Buffer.concat([Buffer.of(248, 0, 0, 0, 0, 0, 0, 0, 3), Buffer.from("abc")]);
const continuous = Buffer.concat([Buffer.of(150), Buffer.alloc(9)]);
const key = Buffer.of(4, 1, 0, 0, 0, 0, 0, 65);
const pointer = Buffer.of(5, 1, 0, 10, 0, 10);
const clipboard = Buffer.concat([Buffer.of(6, 0, 0, 0, 0, 0, 0, 5), Buffer.from("paste")]);
const extendedClipboard = Buffer.concat([Buffer.of(6, 0, 0, 0, 255, 255, 255, 252), Buffer.alloc(4)]);
const qemuKey = Buffer.concat([Buffer.of(255, 0), Buffer.alloc(10)]);
const qemuSound = Buffer.of(255, 1, 0, 2, 0, 0, 0, 0, 0, 0);
const power = Buffer.of(250, 0, 1, 2);
const resize = Buffer.concat([Buffer.of(251, 0, 0, 0, 0, 0, 1, 0), Buffer.alloc(16)]);

const passing = [setEncodings, updateRequest, pixelFormat, fence, continuous];
const stopped = [key, pointer, clipboard, extendedClipboard, qemuKey, qemuSound, power, resize];

const through = (gate: RfbGate, ...pieces: Buffer[]): Buffer =>
  Buffer.concat(pieces.flatMap((piece) => gate.pass(piece)));

describe("RFB gate", () => {
  it("always shares the screen, and lets one who may type do all", () => {
    const gate = new RfbGate(true);
    expect(through(gate, hello, key, pointer, Buffer.of(77))).toEqual(
      Buffer.concat([shared, key, pointer, Buffer.of(77)]),
    );
  });

  it("knows the greeting of 3.3, which has no choice of security", () => {
    const old = Buffer.from("RFB 003.003\n");
    expect(through(new RfbGate(false), old, Buffer.of(0), updateRequest)).toEqual(
      Buffer.concat([old, Buffer.of(1), updateRequest]),
    );
  });

  it.each([
    ["key", key],
    ["pointer", pointer],
    ["clipboard", clipboard],
    ["extended clipboard", extendedClipboard],
    ["QEMU key", qemuKey],
    ["QEMU sound", qemuSound],
    ["power", power],
    ["size of the screen", resize],
  ])("lets no %s of a watching viewer through", (_name, message) => {
    expect(through(new RfbGate(false), hello, message, updateRequest)).toEqual(
      Buffer.concat([shared, updateRequest]),
    );
  });

  it("gives up on a watching viewer that says something unknown", () => {
    expect(() => through(new RfbGate(false), hello, Buffer.of(99))).toThrow("kind 99");
  });

  it("gives the same result however the bytes are cut", () => {
    const messages = fc.array(fc.constantFrom(...passing, ...stopped), { maxLength: 30 });
    const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(messages, cuts, (list, lengths) => {
        const all = Buffer.concat([hello, ...list]);
        const gate = new RfbGate(false);
        const out: Buffer[] = [];
        for (let at = 0, turn = 0; at < all.length; turn += 1) {
          const length = lengths[turn % lengths.length]!;
          out.push(...gate.pass(all.subarray(at, at + length)).map((piece) => Buffer.from(piece)));
          at += length;
        }
        const wanted = list.filter((message) => passing.includes(message));
        expect(Buffer.concat(out)).toEqual(Buffer.concat([shared, ...wanted]));
      }),
    );
  });
});
