import { EventEmitter } from "node:events";
import { Duplex } from "node:stream";
import { expect, it } from "vitest";
import { closeWords, hearAsItReads } from "../../src/consoles/viewer-line.ts";

/** A viewer's connection that takes nothing until it is told to. */
function silentViewer() {
  const held: (() => void)[] = [];
  const connection = new Duplex({
    read() {},
    write(_chunk, _encoding, done) {
      held.push(done);
    },
  });
  const socket = Object.assign(new EventEmitter(), {
    isPaused: false,
    pause: () => {
      socket.isPaused = true;
    },
    resume: () => {
      socket.isPaused = false;
    },
  });
  const reads = async () => {
    for (const done of held.splice(0)) {
      done();
      await new Promise(setImmediate);
    }
    if (held.length > 0) await reads();
  };
  return { connection, socket, reads };
}

it.each(["message", "ping"] as const)(
  "a viewer who does not read is not heard after too many a %s",
  async (event) => {
    const { connection, socket, reads } = silentViewer();
    hearAsItReads(socket as never, connection, [event]);
    const talk = () => {
      connection.write(Buffer.alloc(300 * 1024));
      socket.emit(event);
      return socket.isPaused;
    };
    expect([talk(), talk(), talk(), talk(), talk()]).toEqual([false, false, false, true, true]);
    await reads();
    expect(connection.writableLength).toBe(0);
    expect(socket.isPaused).toBe(false);
    expect(talk()).toBe(false);
  },
);

it.each([
  [1001, "", "closed: the viewer left the page (1001)"],
  [1006, "", "closed: the connection was cut (1006)"],
  [4410, "The VM was destroyed.", "closed: The VM was destroyed. (4410)"],
  [4999, "", "closed (4999)"],
])("a console that ends with %i “%s” is written down as %s", (code, reason, words) => {
  expect(closeWords(code, reason)).toBe(words);
});
