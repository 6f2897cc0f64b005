/** Plays captures that never get beyond HTTP to our server. */
import { duplexPair } from "node:stream";
import { SrpcServer } from "../../src/server/srpc-server.ts";
import type { Capture } from "./capture.ts";
import { plaintextOf } from "./capture.ts";
import { type Pace, pieces, settle, turn } from "./pacing.ts";
import { expectText } from "./values.ts";

/** A certificate pair, so that the server has TLS on offer. */
export interface HttpReplayOptions {
  readonly pace: Pace;
  readonly tls: { readonly cert: string; readonly key: string; readonly ca: string };
  /** "Service.Method" of the methods that anybody may call. */
  readonly publicMethods: ReadonlySet<string>;
}

/** @throws Error when our server's status, or its page, is not the recorded one. */
export async function replayHttp(capture: Capture, options: HttpReplayOptions): Promise<void> {
  const { greeting } = plaintextOf(capture);
  const recorded = greeting.s2c.toString("latin1");
  const server = new SrpcServer({ requireTls: true, tls: options.tls });
  registerListed(server, capture, options.publicMethods, bodyOf(recorded));
  const [near, far] = duplexPair();
  server.accept(near);
  let answer = "";
  const answered = new Promise<void>((resolve) => {
    far.on("data", (chunk: Buffer) => {
      answer += chunk.toString("latin1");
      if (answer.startsWith("HTTP/1.0 200 Connected") && answer.endsWith("\n\n")) resolve();
    });
    far.on("end", resolve);
    near.on("close", resolve);
  });
  for (const piece of pieces(greeting.c2s, options.pace, greeting.c2s.length)) {
    far.write(piece);
    await turn();
  }
  await answered;
  await settle();
  far.destroy();
  near.destroy();
  compare(capture, answer, recorded);
}

/** Methods of the recorded list, so that ours can be held against it. */
function registerListed(
  server: SrpcServer,
  capture: Capture,
  publicMethods: ReadonlySet<string>,
  body: string,
): void {
  if (!/list(Public)?Methods$/.test(capture.endpoint)) return;
  for (const name of body.split("\n").filter((line) => line !== "")) {
    const [service, method] = name.split(".") as [string, string];
    server.register(service, method, { kind: "raw", public: publicMethods.has(name), handle: () => {} });
  }
}

function compare(capture: Capture, answer: string, recorded: string): void {
  if (recorded.startsWith("HTTP/1.0 200 Connected")) {
    expectText(answer, recorded, "answer to CONNECT");
    return;
  }
  // Older servers say 405 where newer ones say 400 to a request that is no CONNECT.
  const isConnect = plaintextOf(capture).greeting.c2s.toString("latin1").startsWith("CONNECT");
  const status = (text: string): string => /^HTTP\/1\.\d (\d{3})/.exec(text)?.[1] ?? "none";
  const wanted = !isConnect && status(recorded) === "405" ? "400" : status(recorded);
  expectText(status(answer), wanted, "status");
  if (/list(Public)?Methods$/.test(capture.endpoint))
    expectText(bodyOf(answer), bodyOf(recorded), "method list");
}

function bodyOf(response: string): string {
  const end = response.indexOf("\r\n\r\n");
  return end < 0 ? "" : response.slice(end + 4);
}
