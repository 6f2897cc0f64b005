import { join } from "node:path";
import type { Logger } from "pino";
import type { Config } from "../config/config.ts";
import type { HttpDoor } from "../http/http-server.ts";
import type { Store } from "../store/store.ts";
import type { Pressure } from "../telemetry/pressure.ts";
import { Access, type Principal } from "./access.ts";
import { ApiTokens } from "./api-tokens.ts";
import { BrowserSessions } from "./browser-sessions.ts";
import { LoginTokens } from "./login-tokens.ts";
import { OriginPolicy } from "./origin-policy.ts";
import { sessionFile } from "./session-file.ts";

/** All ways in, and who decides about them. */
export interface SignInParts {
  readonly sessions: BrowserSessions;
  readonly apiTokens: ApiTokens;
  readonly loginTokens: LoginTokens;
  readonly access: Access;
}

const monotonic = () => performance.now();

/** Puts together who may come in: sessions of browsers, API tokens of scripts, login links, origins. */
export function signInParts(o: {
  config: Config;
  log: Logger;
  store: Store;
  principal: () => Principal;
  door: Pick<HttpDoor, "scheme" | "port" | "isSecure">;
  pressure: Pressure;
}): SignInParts {
  const { config, log, door } = o;
  const sessions = new BrowserSessions({
    monotonic,
    wall: Date.now,
    keeper: sessionFile(join(config.dataDir, "sessions.json"), (error) =>
      log.warn({ err: error }, "sessions are not kept over a restart"),
    ),
  });
  const apiTokens = new ApiTokens(o.store);
  const { scheme, port } = door;
  const access = new Access({
    sessions,
    tokens: apiTokens,
    origins: new OriginPolicy({ scheme, port, host: config.host, publicUrl: config.publicUrl }),
    principal: o.principal,
    isFull: () => o.pressure.refusal(),
    // Cookies do not know ports: two servers on one machine must not overwrite each other's.
    cookieName: door.isSecure ? "__Host-stackdeck" : `stackdeck-${port}`,
  });
  return { sessions, apiTokens, access, loginTokens: new LoginTokens(monotonic) };
}
