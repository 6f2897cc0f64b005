import type { ApiTokens } from "./auth/api-tokens.ts";
import type { BrowserSessions } from "./auth/browser-sessions.ts";
import type { Inventory } from "./fleet/inventory.ts";
import type { IdempotencyKeys } from "./operations/idempotency.ts";
import type { CapacityHistory } from "./store/capacity-history.ts";
import type { EventStore } from "./store/event-store.ts";

const sampleMs = 60_000;
const sweepMs = 30_000;
const pruneMs = 3600_000;
/** What hangs on a token or a session that is good no more ends within a second. */
const signInMs = 500;

/** What must be done now and then. Returns the function that ends it. */
export function startHousekeeping(o: {
  inventory: Inventory;
  history: CapacityHistory;
  events: EventStore;
  keys: IdempotencyKeys;
  sessions: BrowserSessions;
  tokens: ApiTokens;
  /** Whom the server acts as now. */
  userName: () => string;
  onError: (error: unknown) => void;
}): () => void {
  const sample = async () => {
    // What is not live now would be written down as if it were.
    const live = [...o.inventory.hypervisors()].filter((row) => row.Freshness === "live");
    await o.history.record(live, new Date());
  };
  const prune = async () => {
    await o.history.prune(new Date());
    await o.events.prune(new Date());
    await o.keys.prune();
  };
  void sample().catch(o.onError);
  const timers = [
    setInterval(() => void sample().catch(o.onError), sampleMs),
    setInterval(() => void prune().catch(o.onError), pruneMs),
    setInterval(() => {
      o.sessions.endOthersThan(o.userName());
      o.tokens.sweep(o.userName()).catch(o.onError);
    }, signInMs),
    setInterval(() => {
      o.sessions.sweep();
      o.sessions.flush();
    }, sweepMs),
  ];
  for (const timer of timers) timer.unref();
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
