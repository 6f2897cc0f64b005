import { once } from "node:events";
import { afterEach, describe, expect, test } from "vitest";
import { callTypes, Lab, type Text, textMessage } from "./support/lab.ts";

let lab: Lab | undefined;
afterEach(async () => {
  await lab?.stop();
  lab = undefined;
});

describe.each(["gob", "json"] as const)("client and server over TLS, %s", (coder) => {
  test("calls with certificates: powers, public, denied", async () => {
    lab = await Lab.start();
    const alice = await lab.connect([await lab.identity({ groups: ["team-a", "b"] })], { coder });
    expect(alice.coder).toBe(coder);
    expect(await alice.call("Stub.Who", { request: { Text: "" }, ...callTypes })).toEqual({
      Text: "alice|team-a,b|false",
    });
    await expect(alice.call("Stub.Private", { request: { Text: "" }, ...callTypes })).rejects.toMatchObject({
      code: "ACCESS_DENIED",
      requestSent: false,
    });
    await expect(alice.call("Stub.Nothing", { request: { Text: "" }, ...callTypes })).rejects.toMatchObject({
      code: "UNKNOWN_METHOD",
    });
    await alice.ping();
    const admin = await lab.connect([await lab.identity({ methods: ["Stub.Pri*"] })], { coder });
    expect(await admin.call("Stub.Private", { request: { Text: "x" }, ...callTypes })).toEqual({
      Text: "private:x",
    });
    const humble = await lab.connect([await lab.identity({ methods: ["*.*"] })], {
      coder,
      doNotUseMethodPowers: true,
    });
    await expect(humble.call("Stub.Private", { request: { Text: "" }, ...callTypes })).rejects.toMatchObject({
      code: "ACCESS_DENIED",
    });
  });

  test("a handler's error is its text on one line, and the connection stays", async () => {
    lab = await Lab.start();
    const connection = await lab.connect([await lab.identity()], { coder });
    await expect(
      connection.call("Stub.Fail", { request: { Text: "no such\nthing" }, ...callTypes }),
    ).rejects.toMatchObject({ code: "CALL_FAILED", message: "no such thing", requestSent: true });
    await connection.ping();
  });

  test("streams both ways, then the connection serves the next call", async () => {
    lab = await Lab.start();
    const connection = await lab.connect([await lab.identity()], { coder });
    const stream = await connection.open("Stub.Echo");
    expect(connection.reusable).toBe(false);
    for (const text of ["one", "two"]) {
      await stream.send(textMessage, { Text: text });
      expect(await stream.receive<Text>(textMessage)).toEqual({ Text: `echo:${text}` });
    }
    await stream.send(textMessage, { Text: "" });
    stream.finish();
    await connection.ping();
    expect(connection.reusable).toBe(true);
  });

  test("a raw handler that throws ends the connection without a word", async () => {
    lab = await Lab.start();
    const connection = await lab.connect([await lab.identity()], { coder });
    const stream = await connection.open("Stub.Echo");
    await stream.send(textMessage, { Text: "throw" });
    expect(await stream.receive(textMessage)).toBeUndefined();
    stream.finish();
    expect(connection.reusable).toBe(false);
    await connection.closed;
  });

  test("a hijacked call gives a byte channel, bytes received before included", async () => {
    lab = await Lab.start();
    const connection = await lab.connect([await lab.identity()], { coder });
    const stream = await connection.open("Stub.Console");
    expect(await stream.receive(textMessage)).toEqual({ Text: "welcome" });
    const channel = stream.duplex();
    channel.write("keys");
    const [echoed] = (await once(channel, "data")) as [Buffer];
    expect(echoed.toString()).toBe("keys");
    channel.end();
    channel.resume();
    await connection.closed;
  });
});
