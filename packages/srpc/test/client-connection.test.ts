import { describe, expect, test } from "vitest";
import { GobEncoder } from "../src/gob/encoder.ts";
import { settle } from "../tools/captures/pacing.ts";
import { pair } from "./support/fake-server.ts";
import { callTypes, textMessage } from "./support/lab.ts";

const reply = (text: string): Buffer => new GobEncoder().encode(textMessage, { Text: text });
const call = { request: { Text: "q" }, ...callTypes };

describe("a connection", () => {
  test("sends the request only after the acknowledgement", async () => {
    const { connection, far, sent } = pair("json");
    const answer = connection.call("A.B", call);
    await settle();
    expect(sent()).toBe("A.B\n");
    far.write("\n");
    await settle();
    expect(sent()).toBe('A.B\n{"Text":"q"}');
    far.write('\n{"Text":"r"}\n');
    expect(await answer).toEqual({ Text: "r" });
    expect(connection.reusable).toBe(true);
  });

  test.each([
    ["access to method denied", "ACCESS_DENIED"],
    ["unknown service: A", "UNKNOWN_METHOD"],
    ["A: unknown method: B", "UNKNOWN_METHOD"],
    ["alice reached limit of 1 calls for A.B", "CALL_REFUSED"],
  ])("refusal %j is %s and leaves it usable", async (line, code) => {
    const { connection, far } = pair();
    const answer = connection.call("A.B", call);
    far.write(`${line}\n`);
    await expect(answer).rejects.toMatchObject({ code, message: `A.B: ${line}`, requestSent: false });
    expect(connection.reusable).toBe(true);
  });

  test.each(["A B.C", "A.B\nC.D", "AB", "A.B.C", "", "A."])("does not send the method %j", async (method) => {
    const { connection, sent } = pair();
    await expect(connection.call(method, call)).rejects.toMatchObject({ code: "CALL_REFUSED" });
    await settle();
    expect(sent()).toBe("");
  });

  test("the end before the acknowledgement: nothing was asked; after it: outcome unknown", async () => {
    const before = pair();
    const first = before.connection.call("A.B", call);
    before.far.end();
    await expect(first).rejects.toMatchObject({ code: "PEER_CLOSED", requestSent: false });
    const after = pair();
    const second = after.connection.call("A.B", call);
    after.far.write("\n");
    await settle();
    after.far.end();
    await expect(second).rejects.toMatchObject({ code: "PEER_CLOSED", requestSent: true });
    expect(after.connection.reusable).toBe(false);
  });

  test("time-out and abort close it and say whether the request went out", async () => {
    const slow = pair();
    const answer = slow.connection.call("A.B", { ...call, timeoutMs: 20 });
    slow.far.write("\n");
    await expect(answer).rejects.toMatchObject({ code: "TIMEOUT", requestSent: true });
    await slow.connection.closed;
    const given = pair();
    const controller = new AbortController();
    const other = given.connection.call("A.B", { ...call, signal: controller.signal });
    await settle();
    controller.abort();
    await expect(other).rejects.toMatchObject({ code: "ABORTED", requestSent: false });
    expect(given.connection.reusable).toBe(false);
  });

  test("an abort before the start does it no harm", async () => {
    const { connection } = pair();
    await expect(connection.call("A.B", { ...call, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "ABORTED",
    });
    expect(connection.reusable).toBe(true);
  });

  test("a value that cannot be encoded does it no harm", async () => {
    const { connection, sent } = pair();
    const bad = { ...call, request: { Text: 5 } };
    await expect(connection.call("A.B", bad)).rejects.toThrow();
    expect(connection.reusable).toBe(true);
    expect(sent()).toBe("");
  });

  test("bytes nobody asked for end it: while idle, and behind an answer", async () => {
    const idle = pair();
    idle.far.write("boo\n");
    await idle.connection.closed;
    await expect(idle.connection.ping()).rejects.toMatchObject({ code: "PEER_CLOSED" });
    const behind = pair();
    const answer = behind.connection.call("A.B", call);
    behind.far.write(Buffer.concat([Buffer.from("\n\n"), reply("r"), Buffer.from("more")]));
    expect(await answer).toEqual({ Text: "r" });
    expect(behind.connection.reusable).toBe(false);
  });

  test("the end of the stream while idle closes it", async () => {
    const { connection, far } = pair();
    far.end();
    await connection.closed;
    expect(connection.reusable).toBe(false);
  });

  test("a line without end is cut at 64 KiB", async () => {
    const { connection, far } = pair();
    const answer = connection.ping();
    far.write("x".repeat(70_000));
    await expect(answer).rejects.toMatchObject({ code: "LIMIT" });
  });

  test("one call at a time", async () => {
    const { connection } = pair();
    const first = connection.ping();
    await expect(connection.ping()).rejects.toMatchObject({ code: "LIMIT" });
    connection.close();
    await expect(first).rejects.toMatchObject({ code: "ABORTED" });
  });

  test("garbage instead of a message ends it and nothing else", async () => {
    const { connection, far } = pair();
    const answer = connection.call("A.B", call);
    far.write("\n\n\x05garbage that is no gob at all");
    await expect(answer).rejects.toMatchObject({ code: "PROTOCOL", requestSent: true });
    await connection.closed;
  });

  test("a message larger than the call allows is refused", async () => {
    const { connection, far } = pair();
    const answer = connection.call("A.B", { ...call, limits: { maxMessageBytes: 1000 } });
    far.write(Buffer.concat([Buffer.from("\n\n"), reply("x".repeat(5000))]));
    await expect(answer).rejects.toMatchObject({ code: "LIMIT", requestSent: true });
  });
});
