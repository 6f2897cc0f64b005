import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type DatabaseLock, lockDatabase } from "../src/store/database-lock.ts";
import { findPostgres, startPostgres } from "./postgres.ts";

const bin = findPostgres();

// A real server, where one is installed.
describe.runIf(bin)("the lock of a PostgreSQL database", () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let other: pg.Client;
  const locks: DatabaseLock[] = [];
  const warnings: string[] = [];
  const lock = async () => {
    const made = await lockDatabase(server.url, (text) => warnings.push(text));
    locks.push(made);
    return made;
  };
  /** The database's processes that hold such a lock. */
  const holders = async () => {
    const { rows } = await other.query("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted");
    return rows.map(({ pid }: { pid: number }) => pid);
  };
  const endOf = (pid: number) => other.query("SELECT pg_terminate_backend($1)", [pid]);

  beforeAll(async () => {
    server = await startPostgres(bin ?? "");
    other = new pg.Client({ connectionString: server.url });
    await other.connect();
  }, 60_000);
  afterEach(async () => {
    for (const each of locks.splice(0)) await each.release();
    await expect.poll(holders).toEqual([]);
  });
  afterAll(async () => {
    await other.end();
    await server.stop();
  });

  it("keeps a second server away until the first lets go", async () => {
    const first = await lock();
    await expect(lock()).rejects.toThrow(
      "Another Stackdeck uses the PostgreSQL database of DATABASE_URL. End it first, or name another database.",
    );
    await first.release();
    await lock();
  });

  it("is waited for while a server that was killed is forgotten", async () => {
    await other.query("SELECT pg_advisory_lock($1)", [7_301_446_970]);
    const waiting = lock();
    await other.query("SELECT pg_advisory_unlock($1)", [7_301_446_970]);
    await waiting;
    expect(await holders()).toHaveLength(1);
  });

  it("is taken again when its connection is lost", async () => {
    await lock();
    const [before] = await holders();
    await endOf(before!);
    await expect.poll(holders).not.toEqual([before]);
    await expect.poll(async () => (await holders()).length).toBe(1);
    expect(warnings).toEqual([]);
  });

  it("that another one gets meanwhile is told once, and taken again after that one", async () => {
    await lock();
    const [before] = await holders();
    // Whoever waits gets it at once.
    const taken = new pg.Client({ connectionString: server.url });
    await taken.connect();
    const waiting = taken.query("SELECT pg_advisory_lock($1)", [7_301_446_970]);
    await endOf(before!);
    await waiting;
    const text = "another Stackdeck has taken the PostgreSQL database of DATABASE_URL: end one of the two";
    await expect.poll(() => warnings).toEqual([text]);
    const pids = await holders();
    await taken.end();
    await expect.poll(async () => (await holders()).filter((pid) => !pids.includes(pid)).length).toBe(1);
    expect(warnings).toEqual([text]);
  });

  it("names a database that cannot be reached", async () => {
    const nowhere = "postgres://nobody@127.0.0.1:1/none";
    await expect(lockDatabase(nowhere, () => {})).rejects.toThrow(
      /^Cannot open the PostgreSQL database of DATABASE_URL: .*ECONNREFUSED/,
    );
  });
});
