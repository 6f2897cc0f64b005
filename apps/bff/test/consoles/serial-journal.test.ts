import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SerialHistory } from "../../src/consoles/serial-history.ts";
import { FileJournals, readJournal } from "../../src/consoles/serial-journal.ts";
import { FakeClock } from "./fakes.ts";

const key = { ipAddress: "10.0.0.7", identity: "created then" };
const ringBytes = 4 * 1024 * 1024;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "stackdeck-journal-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** One run of the server: the history as saved before, followed. */
async function run() {
  const journals = new FileJournals(join(directory, "consoles"), new FakeClock());
  const history = new SerialHistory(ringBytes, await journals.load(key));
  const journal = journals.follow(key, history);
  const text = (): string => Buffer.concat([...history.ring.views(0)]).toString();
  return { journals, history, journal, text };
}

const file = (): string => join(directory, "consoles", "10.0.0.7-0.serial");

describe("history on disk", () => {
  it("goes on over restarts of the server, as a new epoch behind an honest mark", async () => {
    const first = await run();
    first.history.ring.append(Buffer.from("one "));
    first.history.mark("boot", "started", 0);
    await first.journal.close();
    const second = await run();
    expect(second.text()).toBe("one ");
    expect(second.history.epoch).not.toBe(first.history.epoch);
    expect(second.history.marks.all.map(({ kind, offset }) => [kind, offset])).toEqual([
      ["boot", 4],
      ["gap", 4],
    ]);
    second.history.ring.append(Buffer.from("two "));
    await second.journal.close();
    const third = await run();
    expect(third.text()).toBe("one two ");
    expect(third.history.placeOf(first.history.epoch, 2)).toBe(2);
    // What the first run had sent behind what it had saved is not what follows now.
    expect(third.history.placeOf(first.history.epoch, 6)).toBe(4);
    expect(third.history.placeOf(second.history.epoch, 6)).toBe(6);
    expect(third.history.placeOf("of another VM", 1)).toBeUndefined();
  });

  it("keeps the last MiB, of however much there was, in a file of bounded size", async () => {
    const { history, journal } = await run();
    for (let mib = 0; mib < 5; mib += 1) {
      history.ring.append(Buffer.alloc(1024 * 1024, 65 + mib));
      await journal.close();
    }
    expect(statSync(file()).size).toBeLessThan(4.2 * 1024 * 1024);
    const again = await run();
    expect(again.history.ring.end).toBe(5 * 1024 * 1024);
    expect(again.history.ring.size).toBeGreaterThanOrEqual(1024 * 1024);
    expect(again.text().endsWith("E".repeat(1000))).toBe(true);
  });

  it("keeps what bytes that are gone had set on a terminal, over any number of restarts", async () => {
    const set = "\x1b[?1h\x1b)0\x0e";
    const { history, journal } = await run();
    history.ring.append(Buffer.from(`${set}some text`));
    history.ring.append(Buffer.alloc(2 * 1024 * 1024, "x"));
    await journal.close();
    const second = await run();
    expect(second.history.ring.start).toBeGreaterThan(0);
    expect(second.history.setBefore()).toBe("\x1b)0\x0e\x1b[?1h");
    second.history.ring.append(Buffer.from("\x1b[?1l"));
    second.history.ring.append(Buffer.alloc(2 * 1024 * 1024, "y"));
    await second.journal.close();
    expect((await run()).history.setBefore()).toBe("\x1b)0\x0e");
  });

  it("can be read by the server's user only", async () => {
    const { history, journal } = await run();
    history.ring.append(Buffer.from("password: hunter2"));
    await journal.close();
    expect(statSync(file()).mode & 0o077).toBe(0);
    expect(statSync(join(directory, "consoles")).mode & 0o077).toBe(0);
  });

  it("is not shown to the next VM with the same address, and goes with the VM", async () => {
    const { history, journal, journals } = await run();
    history.ring.append(Buffer.from("secret"));
    await journal.close();
    expect(await journals.load({ ...key, identity: "another" })).toBeUndefined();
    await journals.forget(key);
    expect(await journals.load(key)).toBeUndefined();
  });

  it("stays quiet when the disk is full and writes all when it is not any more", async () => {
    const { history, journal } = await run();
    history.ring.append(Buffer.from("a"));
    await journal.close();
    rmSync(join(directory, "consoles"), { recursive: true });
    writeFileSync(join(directory, "consoles"), "in the way");
    history.ring.append(Buffer.from("b"));
    await journal.close();
    rmSync(join(directory, "consoles"));
    history.ring.append(Buffer.from("c"));
    await journal.close();
    expect((await run()).text()).toBe("abc");
  });

  it("reads what is whole, however the file was cut off", async () => {
    const { history, journal } = await run();
    history.ring.append(Buffer.from("first."));
    await journal.close();
    history.ring.append(Buffer.from("second."));
    await journal.close();
    const whole = readFileSync(file());
    for (let length = 0; length <= whole.length; length += 1) {
      const saved = readJournal(whole.subarray(0, length), key.identity);
      expect(["", "first.", "first.second."]).toContain(saved?.bytes.toString() ?? "");
    }
    appendFileSync(file(), '{"epoch":"x","start":-1,"length":99999999999999999999}\n');
    expect((await run()).text()).toBe("first.second.");
  });

  it("survives any bytes in its file", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        readJournal(Buffer.from(bytes), key.identity);
      }),
    );
  });
});
