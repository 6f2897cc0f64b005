import type { Connection } from "../../src/client/client-connection.ts";
import { connect } from "../../src/client/connect.ts";
import type { ConnectOptions, TlsOptions } from "../../src/client/connect-options.ts";
import { CertificateAuthority, type ClientCertificateOptions } from "../../src/pki/index.ts";
import { SrpcServer, type SrpcServerOptions } from "../../src/server/srpc-server.ts";
import type { Identity } from "../../src/tls/identity.ts";
import { newIdentity } from "../../src/tls/load-identities.ts";
import type { StructWireType } from "../../src/wire-type.ts";

/** A struct with one string field, as the stub methods of the reference have. */
export const textMessage: StructWireType = {
  kind: "struct",
  name: "Text",
  fields: [{ name: "Text", type: { kind: "string" } }],
};

export interface Text {
  Text: string;
}

/** An authority, a server certificate and a running server with a few methods; all in memory. */
export class Lab {
  readonly ca: CertificateAuthority;
  readonly server: SrpcServer;
  readonly port: number;
  readonly #connections: Connection[] = [];

  private constructor(ca: CertificateAuthority, server: SrpcServer, port: number) {
    this.ca = ca;
    this.server = server;
    this.port = port;
  }

  static async start(
    options: Partial<SrpcServerOptions> & { identityCa?: string; plain?: boolean } = {},
    prepare: (server: SrpcServer) => void = registerStubs,
  ): Promise<Lab> {
    const ca = await CertificateAuthority.create("Test authority");
    const pair = await ca.issueServer({ name: "server", hosts: ["127.0.0.1", "localhost"] });
    const { identityCa, plain, ...rest } = options;
    const tls = { cert: pair.certPem, key: pair.keyPem, ca: ca.certPem, identityCa };
    const server = new SrpcServer({ requireTls: plain !== true, ...(plain ? {} : { tls }), ...rest });
    prepare(server);
    const { port } = await server.listen(0, "127.0.0.1");
    return new Lab(ca, server, port);
  }

  async identity(options: Partial<ClientCertificateOptions> = {}, ca = this.ca): Promise<Identity> {
    const pair = await ca.issueClient({ userName: "alice", ...options });
    return newIdentity({ name: "test", ...pair });
  }

  async connect(
    identities: readonly Identity[],
    options: Omit<Partial<ConnectOptions>, "tls"> & { tls?: Partial<TlsOptions> } = {},
  ): Promise<Connection> {
    const tls: TlsOptions = { identities, verify: "ca", ca: this.ca.certPem, ...options.tls };
    const connection = await connect({ host: "127.0.0.1", port: this.port, ...options, tls });
    this.#connections.push(connection);
    return connection;
  }

  async connectPlain(options: Partial<ConnectOptions> = {}): Promise<Connection> {
    const connection = await connect({ host: "127.0.0.1", port: this.port, allowPlain: true, ...options });
    this.#connections.push(connection);
    return connection;
  }

  async stop(): Promise<void> {
    for (const connection of this.#connections) connection.close();
    await this.server.close();
  }
}

const types = { requestType: textMessage, responseType: textMessage };

/** Methods that show who is calling and each kind of handler. */
export function registerStubs(server: SrpcServer): void {
  server.register<Text, Text>("Stub", "Who", {
    kind: "request-reply",
    public: true,
    ...types,
    handle: (context) => ({
      Text: `${context.userName}|${context.groups.join(",")}|${context.hasMethodPowers}`,
    }),
  });
  server.register<Text, Text>("Stub", "Private", {
    kind: "request-reply",
    public: false,
    ...types,
    handle: (_context, request) => ({ Text: `private:${request.Text}` }),
  });
  server.register<Text, Text>("Stub", "Fail", {
    kind: "request-reply",
    public: true,
    ...types,
    handle: (_context, request) => {
      throw new Error(request.Text);
    },
  });
  server.register("Stub", "Echo", {
    kind: "raw",
    public: true,
    handle: async (_context, stream) => {
      for (;;) {
        const message = await stream.receive<Text>(textMessage);
        if (message === undefined || message.Text === "") return;
        if (message.Text === "throw") throw new Error("told to");
        await stream.send(textMessage, { Text: `echo:${message.Text}` });
      }
    },
  });
  server.register("Stub", "Console", {
    kind: "raw",
    public: true,
    handle: async (_context, stream) => {
      await stream.send(textMessage, { Text: "welcome" });
      const channel = stream.duplex();
      channel.pipe(channel);
    },
  });
}

export const callTypes = types;
