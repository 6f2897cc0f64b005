import { readFileSync } from "node:fs";
import type { MethodName, Methods } from "@stackdeck/api-types";
import { requestSchema, responseSchema, wireTypeOf, zeroOf } from "@stackdeck/api-types";
import type { CallStream, Connection } from "@stackdeck/srpc";
import { connect, loadIdentities } from "@stackdeck/srpc";

type Request<N extends MethodName> = Partial<Methods[N]["request"]>;
type Response<N extends MethodName> = NonNullable<Methods[N]["response"]>;

/** A streaming call in the messages of its method. */
export interface TestStream<N extends MethodName> {
  readonly raw: CallStream;
  send(request: Request<N>): Promise<void>;
  receive(): Promise<Response<N> | undefined>;
}

/** A client of one simulated hypervisor as one user. */
export class TestClient {
  readonly connection: Connection;

  private constructor(connection: Connection) {
    this.connection = connection;
  }

  static async connect(
    server: { readonly host: string; readonly port: number },
    files: { readonly certDir: string; readonly caFile: string },
    user = "admin",
  ): Promise<TestClient> {
    const identity = (await loadIdentities(files.certDir)).find(({ userName }) => userName === user);
    if (identity === undefined) throw new Error(`no identity ${user}`);
    const tls = { identities: [identity], ca: readFileSync(files.caFile, "utf8"), verify: "ca" as const };
    return new TestClient(await connect({ host: server.host, port: server.port, tls }));
  }

  /** A request/reply call; fields left out are zero. */
  call<N extends MethodName>(name: N, request: Request<N> = {}): Promise<Response<N>> {
    return this.connection.call<Response<N>>(`Hypervisor.${name}`, {
      request: whole(name, request),
      requestType: wireTypeOf(requestSchema(name)),
      responseType: replyType(name),
    });
  }

  /** The error text of a call; "" when it succeeded. */
  async errorOf<N extends MethodName>(name: N, request: Request<N> = {}): Promise<string> {
    return ((await this.call(name, request)) as { Error?: string }).Error ?? "";
  }

  async open<N extends MethodName>(name: N): Promise<TestStream<N>> {
    const raw = await this.connection.open(`Hypervisor.${name}`);
    return {
      raw,
      send: async (request) => {
        await raw.send(wireTypeOf(requestSchema(name)), whole(name, request));
        await raw.flush();
      },
      receive: () => raw.receive<Response<N>>(replyType(name)),
    };
  }

  /** Creates a VM and acknowledges it; the progress texts come with its address. */
  async create(request: Request<"CreateVm">): Promise<{ ip: string; progress: string[]; error: string }> {
    const stream = await this.open("CreateVm");
    await stream.send(request);
    const progress: string[] = [];
    for (let message = await stream.receive(); message !== undefined; message = await stream.receive()) {
      if (message.ProgressMessage !== "") progress.push(message.ProgressMessage);
      if (message.Error === "" && !message.Final) continue;
      stream.raw.finish();
      if (message.Final) await this.call("AcknowledgeVm", { IpAddress: message.IpAddress });
      return { ip: message.IpAddress, progress, error: message.Error };
    }
    throw new Error("the server hung up");
  }

  close(): void {
    this.connection.close();
  }
}

function whole<N extends MethodName>(name: N, request: Request<N>): object {
  return { ...(zeroOf(requestSchema(name)) as object), ...request };
}

function replyType(name: MethodName) {
  const schema = responseSchema(name);
  if (schema === undefined) throw new TypeError(`${name} has no reply`);
  return wireTypeOf(schema);
}
