import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** What the lock is known by inside a database: any number that nobody else uses there. */
const lockNumber = 7_301_446_970;
/** How long the lock of a server that was killed a moment ago is waited for. */
const patienceMs = 3000;
const againMs = 250;
/** So that the database notices within half a minute when the machine that holds the lock is gone without a word. */
const keepAlive =
  "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3";

export interface DatabaseLock {
  release(): Promise<void>;
}

/**
 * Keeps a PostgreSQL database for this process until it lets go or ends, however it ends: the database itself holds the
 * lock, as long as a connection does. Two servers on one database would take each other's work for cut off, and number
 * their events alike. A connection that is lost takes the lock along; it is taken again when the database is back.
 * @param onTaken told when another server has got it meanwhile
 * @throws Error with one sentence for people when another server has the database
 */
export async function lockDatabase(url: string, onTaken: (text: string) => void): Promise<DatabaseLock> {
  const where = "the PostgreSQL database of DATABASE_URL";
  const first = await tryToHold(url, patienceMs).catch((error: unknown) => {
    throw new Error(`Cannot open ${where}: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (first === "taken")
    throw new Error(`Another Stackdeck uses ${where}. End it first, or name another database.`);
  let current = first;
  let isReleased = false;
  const keep = async (): Promise<void> => {
    for (let wasTaken = false; !isReleased; ) {
      await current.lost;
      if (isReleased) return;
      await sleep(againMs, undefined, { ref: false });
      const next = await tryToHold(url, 0).catch(() => undefined);
      if (next === "taken" && !wasTaken) onTaken(`another Stackdeck has taken ${where}: end one of the two`);
      wasTaken = next === "taken";
      if (next !== undefined && next !== "taken") current = next;
    }
    await current.end();
  };
  void keep();
  return {
    release: async () => {
      isReleased = true;
      await current.end();
    },
  };
}

interface Holder {
  /** Resolves when the connection has ended, and with it the lock. */
  readonly lost: Promise<void>;
  end(): Promise<void>;
}

/** The lock on a connection of its own, or that another one has it. */
async function tryToHold(url: string, forMs: number): Promise<Holder | "taken"> {
  const client = new pg.Client({ connectionString: url, keepAlive: true });
  const lost = new Promise<void>((resolve) => {
    client.on("error", () => resolve());
    client.on("end", () => resolve());
  });
  const end = () => client.end().catch(() => {});
  try {
    await client.connect();
    await client.query(keepAlive);
    const until = performance.now() + forMs;
    for (;;) {
      const { rows } = await client.query("SELECT pg_try_advisory_lock($1) AS held", [lockNumber]);
      if ((rows[0] as { held: boolean }).held) return { lost, end };
      if (performance.now() >= until) break;
      await sleep(againMs);
    }
    await end();
    return "taken";
  } catch (error) {
    await end();
    throw error;
  }
}
