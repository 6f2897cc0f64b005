import { createServer as createHttpServer, type RequestListener, type Server } from "node:http";
import { createServer as createHttpsServer, type Server as HttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Logger } from "pino";
import type { Config } from "../config/config.ts";
import { readServerPair } from "../config/pem-files.ts";
import { WatchedFiles } from "../config/watched-files.ts";
import type { Pressure } from "../telemetry/pressure.ts";
import { refuseConnection } from "./overload.ts";
import { securityHeaders } from "./security-headers.ts";
import { answerUnreadable } from "./unreadable.ts";

/** Requests under way when the server is told to stop have so long to be answered. */
const drainMs = 8000;

/** The server's door: listens already, and answers "not yet" until it is told what to answer with. */
export interface HttpDoor {
  readonly server: Server;
  readonly scheme: "http" | "https";
  readonly port: number;
  /** Whether browsers come by https, to us or to a proxy before us. */
  readonly isSecure: boolean;
  /** What answers requests from now on. */
  answerWith(app: RequestListener): void;
  /** Stops to take connections and waits for answers under way, but not for ever. */
  close(): Promise<void>;
}

/**
 * Listens at the address of the configuration. A certificate that is replaced on disk is served to new connections.
 * @throws Error with `code` EADDRINUSE and the like when the port cannot be had; ConfigError about certificate or key
 */
export async function openHttpDoor(o: {
  config: Config;
  log: Logger;
  pressure: Pressure;
}): Promise<HttpDoor> {
  const { config } = o;
  const { server, files } = makeServer(config, o.log);
  const scheme = files === undefined ? "http" : "https";
  const isSecure = scheme === "https" || config.publicUrl?.startsWith("https:") === true;
  let app: RequestListener = (_request, response) => void response.writeHead(503).end();
  server.on("connection", refuseConnection(o.pressure, scheme === "http"));
  server.on("clientError", answerUnreadable);
  server.on("request", (request, response) => app(request, response));
  const port = await listen(server, config);
  return {
    server,
    port,
    scheme,
    isSecure,
    answerWith: (listener) => {
      app = listener;
      // First, whoever answers: the live gateway keeps its requests from those that listened before it.
      server.prependListener("request", securityHeaders(isSecure));
    },
    close: async () => {
      files?.close();
      await drain(server);
    },
  };
}

function makeServer(config: Config, log: Logger) {
  if (config.tlsCert === undefined || config.tlsKey === undefined)
    return { server: createHttpServer(), files: undefined };
  let https: HttpsServer | undefined;
  const files = new WatchedFiles({
    paths: [config.tlsCert, config.tlsKey],
    read: () => readServerPair(config),
    onChange: (pair) => {
      https?.setSecureContext(pair ?? {});
      log.info({ expires: pair?.expires }, "the certificate for HTTPS was replaced");
    },
    onError: (error) => log.warn({ reason: String(error) }, "the new certificate for HTTPS cannot be used"),
  });
  https = createHttpsServer({ ...files.value });
  return { server: https as Server, files };
}

function listen(server: Server, config: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(config.port, config.host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), drainMs);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}
