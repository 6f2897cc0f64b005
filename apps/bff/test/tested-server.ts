import type { Logger } from "pino";
import type { Config } from "../src/config/config.ts";
import { startWholeServer, type WholeServer } from "../src/whole-server.ts";
import { untilInventory } from "./until-inventory.ts";

/** The product as it is started, in this process. */
export interface TestedServer extends Omit<WholeServer, "newLoginUrl"> {
  /** What a new login link has behind #token=. */
  newLoginToken(): string;
  /** Resolves as soon as the condition holds after a change of the inventory. */
  until(condition: () => boolean): Promise<void>;
}

/** Starts what the product starts, with the store in the folder (or ":memory:"). */
export async function startWhole(o: {
  readonly config: Config;
  readonly log: Logger;
  readonly store: string;
  readonly webDir: string;
}): Promise<TestedServer> {
  const server = await startWholeServer({ ...o, store: { dataDir: o.store }, version: "0.0.0" });
  return {
    ...server,
    newLoginToken: () => server.newLoginUrl().split("#token=")[1] ?? "",
    until: (condition) => untilInventory(server.inventory, condition),
  };
}
