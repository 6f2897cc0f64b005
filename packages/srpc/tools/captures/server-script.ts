/** A server that answers as a capture recorded it. */
import type { Upload } from "../../src/server/handlers.ts";
import { SrpcServer } from "../../src/server/srpc-server.ts";
import type { CallStream } from "../../src/transport/call-stream.ts";
import type { WireType } from "../../src/wire-type.ts";
import type { TypeCatalogue } from "../vectors/type-catalogue.ts";
import { fromVectorValue } from "../vectors/vector-values.ts";
import { captureType } from "./capture.ts";
import { type Call, type Item, isRequestReply, strayItems } from "./transcript.ts";
import { expectBytes, expectValue } from "./values.ts";

/** A server whose handlers do what was recorded. */
export class ServerScript {
  readonly server: SrpcServer;
  failure: Error | undefined;
  readonly #types: TypeCatalogue;
  readonly #calls: readonly Call[];
  readonly #next = new Map<string, number>();
  /** The call whose method line was accepted last. */
  #current: Call | undefined;

  constructor(calls: readonly Call[], types: TypeCatalogue) {
    this.#calls = calls;
    this.#types = types;
    this.server = new SrpcServer({
      requireTls: false,
      grantMethodPowers: (_caller, method) => this.#isAccepted(method),
      onHandlerError: (error) => {
        this.failure ??= error instanceof Error ? error : new Error(String(error));
      },
      form: "exact",
    });
    const names = calls.map((call) => call.line.trim()).filter((name) => /^[^.\s]*\.[^.\s]+$/.test(name));
    const known = new Set(names.filter((name) => this.#isKnown(name)));
    for (const name of known) this.#register(name);
    for (const service of new Set([
      "",
      "Hypervisor",
      ...[...known].map((name) => name.split(".")[0] ?? ""),
    ])) {
      this.server.register(service, "NobodyCallsThis", { kind: "raw", public: false, handle: () => {} });
    }
  }

  #isKnown(name: string): boolean {
    return this.#calls.some(
      (call) => call.line.trim() === name && !/unknown|malformed/.test(call.ack ?? "unknown"),
    );
  }

  /** Each line that is found asks here once; the same name may come several times. */
  #isAccepted(name: string): boolean {
    const index = this.#next.get(name) ?? 0;
    this.#next.set(name, index + 1);
    this.#current = this.#calls.filter((call) => call.line.trim() === name)[index];
    return this.#current?.ack === "";
  }

  #register(name: string): void {
    const [service, method] = name.split(".") as [string, string];
    const samples = this.#calls.filter((call) => call.line.trim() === name && call.ack === "");
    const typed = (dir: string): WireType => {
      const items = samples.flatMap((call) => call.items.filter((item) => item.dir === dir && item.type));
      const type = dir === "c2s" ? (this.#requestType(name) ?? items[0]?.type) : items[0]?.type;
      return captureType(this.#types, type ?? "stub.Req");
    };
    if (!samples.some(isRequestReply)) {
      const handle = (_context: unknown, stream: CallStream): Promise<void> =>
        this.#raw(this.#current, stream);
      this.server.register(service, method, { kind: "raw", public: false, handle });
      return;
    }
    const requestType = typed("c2s");
    this.server.register(service, method, {
      kind: "request-reply",
      public: false,
      requestType,
      responseType: typed("s2c"),
      handle: (_context, request, upload) => this.#reply(this.#current, requestType, request, upload),
    });
  }

  /** A recorded request may be of a wrong type on purpose: the method's own is the one named after it. */
  #requestType(name: string): string | undefined {
    const type = `${name.startsWith("FleetManager.") ? "fleetmanager" : "hypervisor"}.${name.split(".")[1]}Request`;
    try {
      this.#types.named(type);
      return type;
    } catch {
      return undefined;
    }
  }

  async #reply(call: Call | undefined, type: WireType, request: unknown, upload: Upload): Promise<unknown> {
    if (call === undefined) throw this.#fail(new Error("a call nobody made"));
    const sent = call.items.filter((item) => item.dir === "c2s");
    const status = call.items.find((item) => item.kind === "status");
    const reply = call.items.find((item) => item.dir === "s2c" && item.type !== undefined);
    try {
      if (sent[0]?.type !== undefined) expectValue(type, request, sent[0].value, `request of ${call.line}`);
      const refused = ((reply?.value ?? {}) as { Error?: string }).Error;
      if (!refused) await takeUpload(sent.slice(1), upload);
    } catch (error) {
      throw this.#fail(error as Error);
    }
    if (status !== undefined && status.text !== "") {
      throw new Error([status, ...strayItems(call)].map((item) => item.text).join("\n"));
    }
    return fromVectorValue(captureType(this.#types, reply?.type ?? "stub.Rep"), reply?.value);
  }

  async #raw(call: Call | undefined, stream: CallStream): Promise<void> {
    if (call === undefined) throw new Error("a call nobody made");
    for (const item of call.items) {
      const type = item.type === undefined ? undefined : captureType(this.#types, item.type);
      if (item.dir === "s2c") {
        if (type === undefined) await stream.write(item.bytes);
        else await stream.send(type, fromVectorValue(type, item.value));
      } else if (type === undefined) {
        expectBytes(
          await collect(stream.readExactly(item.bytes.length)),
          item.bytes,
          "raw bytes of the client",
        );
      } else {
        expectValue(type, await stream.receive(type), item.value, `message of ${call.line}`);
      }
    }
  }

  #fail(error: Error): Error {
    this.failure ??= error;
    return error;
  }
}

/** Raw bytes after a request; white space after it is nobody's. */
async function takeUpload(items: readonly Item[], upload: Upload): Promise<void> {
  for (const item of items) {
    if (item.bytes.toString("latin1").trim() === "") continue;
    expectBytes(await collect(upload.readExactly(item.bytes.length)), item.bytes, "uploaded bytes");
  }
}

/** All chunks in one. */
export async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
