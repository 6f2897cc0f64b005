import { duplexPair } from "node:stream";
import { describe, expect, test } from "vitest";
import { sendBlockHashes } from "../src/client/block-hashes.ts";
import { ClientConnection } from "../src/client/client-connection.ts";
import { GobEncoder } from "../src/gob/encoder.ts";
import { ByteChannel } from "../src/transport/byte-channel.ts";
import { settle } from "../tools/captures/pacing.ts";
import { pair } from "./support/fake-server.ts";
import { textMessage } from "./support/lab.ts";

describe("a stream", () => {
  test("writes wait while the peer does not read", async () => {
    const [near, far] = duplexPair({ highWaterMark: 1024 });
    const peer = { host: "fake", port: 1, endpoint: "/", tls: false };
    const connection = new ClientConnection(new ByteChannel(near), { coder: "gob", peer });
    const opening = connection.open("A.B");
    far.write("\n");
    const stream = await opening;
    let written = 0;
    const writing = (async () => {
      for (; written < 100; written++) await stream.write(Buffer.alloc(1000));
    })();
    await settle();
    expect(written).toBeLessThan(10);
    far.resume();
    await writing;
    expect(written).toBe(100);
  });

  test("what is not read is not taken from the socket", async () => {
    const { connection, far } = pair();
    const opening = connection.open("A.B");
    far.write("\n");
    const stream = await opening;
    let taken = 0;
    for (let i = 0; i < 200 && far.write(Buffer.alloc(10_000)); i++) taken += 10_000;
    await settle();
    expect(far.writableNeedDrain).toBe(true);
    expect(taken).toBeLessThan(1_000_000);
    stream.abort();
  });

  test("messages and raw bytes may alternate", async () => {
    const { connection, far } = pair();
    const opening = connection.open("A.B");
    far.write("\n");
    const stream = await opening;
    const encoder = new GobEncoder();
    far.write(Buffer.concat([encoder.encode(textMessage, { Text: "one" }), Buffer.from("raw\nline\n")]));
    far.write(encoder.encode(textMessage, { Text: "two" }));
    expect(await stream.receive(textMessage)).toEqual({ Text: "one" });
    const raw: Buffer[] = [];
    for await (const chunk of stream.readExactly(4)) raw.push(chunk);
    expect(Buffer.concat(raw).toString()).toBe("raw\n");
    expect(await stream.readLine()).toBe("line");
    expect(await stream.receive(textMessage)).toEqual({ Text: "two" });
    stream.finish();
    expect(connection.reusable).toBe(true);
  });

  test("a short end is an error where bytes were announced, a clean end where none were", async () => {
    const { connection, far } = pair();
    const opening = connection.open("A.B");
    far.write("\n");
    const stream = await opening;
    far.end("abc");
    await expect(
      (async () => {
        for await (const chunk of stream.readExactly(10)) expect(chunk.toString()).toBe("abc");
      })(),
    ).rejects.toMatchObject({ code: "PEER_CLOSED" });
    const other = pair();
    const openingOther = other.connection.open("A.B");
    other.far.write("\n");
    const clean = await openingOther;
    other.far.end();
    expect(await clean.receive(textMessage)).toBeUndefined();
  });

  test("a finished stream takes nothing more", async () => {
    const { connection, far } = pair();
    const opening = connection.open("A.B");
    far.write("\n");
    const stream = await opening;
    stream.finish();
    await expect(stream.send(textMessage, { Text: "late" })).rejects.toMatchObject({ code: "LIMIT" });
    expect(connection.reusable).toBe(true);
  });

  test("block hashes never lie across a write", async () => {
    const [near, far] = duplexPair();
    const writes: number[] = [];
    far.on("data", (chunk: Buffer) => writes.push(chunk.length));
    const peer = { host: "fake", port: 1, endpoint: "/", tls: false };
    const connection = new ClientConnection(new ByteChannel(near), { coder: "gob", peer });
    const opening = connection.open("A.B");
    far.write("\n");
    const stream = await opening;
    const hashes = new Uint8Array(64 * 100);
    await sendBlockHashes(stream, { requestType: textMessage, request: { Text: "blocks" }, hashes });
    await settle();
    expect(writes.slice(2)).toEqual([4096, 2304]);
    await expect(
      sendBlockHashes(stream, {
        requestType: textMessage,
        request: { Text: "" },
        hashes: new Uint8Array(65),
      }),
    ).rejects.toMatchObject({ code: "LIMIT" });
  });
});
