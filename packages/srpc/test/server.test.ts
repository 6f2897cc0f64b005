import { once } from "node:events";
import { duplexPair } from "node:stream";
import { afterEach, describe, expect, test } from "vitest";
import { GobEncoder } from "../src/gob/encoder.ts";
import type { Caller } from "../src/server/handlers.ts";
import { SrpcServer, type SrpcServerOptions } from "../src/server/srpc-server.ts";
import { settle } from "../tools/captures/pacing.ts";
import { newGate } from "./support/gate.ts";
import { callTypes, Lab, registerStubs, type Text, textMessage } from "./support/lab.ts";

let lab: Lab | undefined;
afterEach(async () => {
  await lab?.stop();
  lab = undefined;
});

const alice: Caller = {
  userName: "alice",
  groups: ["team"],
  methods: [],
  secured: true,
  withoutMethodPowers: false,
  remoteAddress: "10.0.0.1",
};

/** A connection that is past TLS; `say` returns what came in answer. */
function session(
  prepare: (server: SrpcServer) => void,
  options: { server?: Partial<SrpcServerOptions>; caller?: Partial<Caller>; coder?: "gob" | "json" } = {},
): { say: (bytes: string | Buffer) => Promise<string>; ended: () => boolean } {
  const server = new SrpcServer({ requireTls: false, ...options.server });
  prepare(server);
  const [near, far] = duplexPair();
  let ended = false;
  let heard = "";
  far.on("end", () => {
    ended = true;
  });
  far.on("data", (chunk: Buffer) => {
    heard += chunk.toString("latin1");
  });
  server.serveCalls(near, { ...alice, ...options.caller }, options.coder ?? "gob");
  return {
    ended: () => ended,
    say: async (bytes) => {
      heard = "";
      far.write(bytes);
      await settle();
      return heard;
    },
  };
}

const gob = (text: string): Buffer => new GobEncoder().encode(textMessage, { Text: text });

describe("a session", () => {
  test("answers method lines with the exact texts", async () => {
    const { say } = session(registerStubs);
    expect(await say("\n \t\r\n")).toBe("\n\n");
    expect(await say("Stub.No\nNo.Such\nStub\n..\n.X\n stub.Who\t\r\n")).toBe(
      "Stub: unknown method: No\nunknown service: No\nmalformed Service.Method: Stub\n" +
        "malformed Service.Method: ..\nunknown service: \nunknown service: stub\n",
    );
    expect(await say(".LocalUpgradeToUnix\n")).toBe("unknown service: \n");
    expect(await say("Stub.Private\n")).toBe("access to method denied\n");
  });

  test("the service and lists of trusted people may grant method powers", async () => {
    const grants: Partial<SrpcServerOptions>[] = [
      { trustedUsers: ["alice"] },
      { trustedGroups: ["team"] },
      { grantMethodPowers: (caller, method) => caller.userName === "alice" && method === "Stub.Private" },
    ];
    for (const server of grants) {
      expect(await session(registerStubs, { server }).say("Stub.Private\n")).toBe("\n");
      const caller = { withoutMethodPowers: true };
      expect(await session(registerStubs, { server, caller }).say("Stub.Private\n")).toBe(
        "access to method denied\n",
      );
    }
    const nobody = { userName: "", groups: [] };
    expect(await session(registerStubs, { caller: nobody }).say("Stub.Who\n")).toBe(
      "access to method denied\n",
    );
  });

  test("a request of another type is refused and the connection stays; broken bytes end it", async () => {
    const { say, ended } = session(registerStubs);
    const other = new GobEncoder().encode(
      { kind: "struct", name: "Other", fields: [{ name: "Number", type: { kind: "int", bits: 64 } }] },
      { Number: 5 },
    );
    expect(await say(Buffer.concat([Buffer.from("Stub.Who\n"), other]))).toMatch(/^\n[^\n]+\n$/);
    expect(await say("\n")).toBe("\n");
    expect(await say(Buffer.concat([Buffer.from("Stub.Who\n"), Buffer.from("f7ffffff", "hex")]))).toMatch(
      /^\n[^\n]+\n$/,
    );
    expect(ended()).toBe(true);
  });

  test("JSON requests end with their last bracket", async () => {
    const { say, ended } = session(registerStubs, { coder: "json" });
    expect(await say('Stub.Who\n{"Text":"a]}\\""')).toBe("\n");
    expect(await say("}")).toBe('\n{"Text":"alice|team|false"}\n');
    expect(await say('Stub.Who\n{"Text":""}\n')).toBe('\n\n{"Text":"alice|team|false"}\n');
    expect(await say("Stub.Who\nx")).toMatch(/^\ninvalid character 'x'/);
    expect(ended()).toBe(true);
  });

  test("a reply that cannot be encoded: status, then the end", async () => {
    const failures: unknown[] = [];
    const server = { onHandlerError: (error: unknown) => failures.push(error) };
    const { say, ended } = session(
      (target) =>
        target.register("Stub", "Bad", {
          kind: "request-reply",
          public: true,
          ...callTypes,
          handle: () => ({ Text: 5 }),
        }),
      { server },
    );
    expect(await say(Buffer.concat([Buffer.from("Stub.Bad\n"), gob("")]))).toBe("\n\n");
    expect(ended()).toBe(true);
    expect(failures).toHaveLength(1);
  });

  test("a handler gets the bytes behind its request; what it leaves is read as method lines", async () => {
    const { say } = session((server) =>
      server.register<Text, Text>("Stub", "Upload", {
        kind: "request-reply",
        public: true,
        ...callTypes,
        handle: async (_context, request, upload) => {
          const chunks: Buffer[] = [];
          for await (const chunk of upload.readExactly(Number(request.Text))) chunks.push(chunk);
          throw new Error(`got ${Buffer.concat(chunks).toString()}`);
        },
      }),
    );
    const sent = Buffer.concat([Buffer.from("Stub.Upload\n"), gob("4"), Buffer.from("dataleft\n")]);
    expect(await say(sent)).toBe("\ngot data\nmalformed Service.Method: left\n");
  });

  test("the handler's signal fires when the connection goes", async () => {
    lab = await Lab.start({ plain: true }, (server) => {
      server.register("Stub", "Wait", {
        kind: "raw",
        public: true,
        handle: async (context, stream) => {
          await stream.send(textMessage, { Text: "waiting" });
          await once(context.signal, "abort");
          gone.open();
        },
      });
    });
    const gone = newGate();
    const connection = await lab.connectPlain();
    const stream = await connection.open("Stub.Wait");
    await stream.receive(textMessage);
    stream.abort();
    await gone.promise;
  });

  test("a connection that breaks does not touch the others", async () => {
    lab = await Lab.start({ plain: true });
    const good = await lab.connectPlain();
    const bad = await lab.connectPlain();
    const stream = await bad.open("Stub.Echo");
    await stream.write(Buffer.alloc(100, 0xf7));
    expect(await stream.receive(textMessage)).toBeUndefined();
    expect(await good.call("Stub.Private", { request: { Text: "y" }, ...callTypes })).toEqual({
      Text: "private:y",
    });
  });
});
