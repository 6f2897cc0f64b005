import { Duplex } from "node:stream";
import { expect, test } from "vitest";
import { GobEncoder } from "../src/gob/encoder.ts";
import { ByteChannel } from "../src/transport/byte-channel.ts";
import { newMessageCoder } from "../src/transport/message-coder.ts";
import { Deadline } from "../src/transport/wait.ts";
import type { StructWireType } from "../src/wire-type.ts";

const mebibyte = 2 ** 20;

const blobType: StructWireType = {
  kind: "struct",
  name: "Blob",
  fields: [{ name: "Data", type: { kind: "bytes" } }],
};

/** A peer so fast that there always is more to read: `bytes` in pieces as TLS cuts them. */
function torrent(bytes: Buffer): Duplex {
  let at = 0;
  return new Duplex({
    read() {
      const piece = bytes.subarray(at, at + 16 * 1024);
      at += piece.length;
      this.push(piece.length > 0 ? piece : null);
    },
    write: (_chunk, _encoding, done) => done(),
  });
}

test("a message from a fast peer is taken in over many turns of the event loop", async () => {
  const data = Buffer.alloc(4 * mebibyte, 7).toString("base64");
  const channel = new ByteChannel(torrent(new GobEncoder().encode(blobType, { Data: data })));
  const coder = newMessageCoder(channel, { coder: "gob", side: "client" });
  let turns = 0;
  let counting = true;
  const count = (): void => {
    turns++;
    if (counting) setImmediate(count);
  };
  setImmediate(count);
  const message = await coder.receive(blobType, new Deadline({}));
  counting = false;
  expect(message?.value).toEqual({ Data: data });
  expect(turns).toBeGreaterThanOrEqual(15);
});
