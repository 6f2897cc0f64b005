import { join } from "node:path";
import { type Dialect, Kysely, Migrator, PostgresDialect, SqliteDialect } from "kysely";
import Database from "libsql";
import pg from "pg";
import { makeFolder } from "./make-folder.ts";
import { migrations, type StoreDialect } from "./migrations.ts";
import type { StoreSchema } from "./schema.ts";

export interface StoreOptions {
  /** Folder of the embedded database; ":memory:" keeps it in memory (tests). */
  readonly dataDir: string;
  /** PostgreSQL connection string; takes the place of the embedded database. */
  readonly databaseUrl?: string | undefined;
}

/** The one database handle of the server. All queries are typed by the schema and the same on both databases. */
export interface Store {
  readonly db: Kysely<StoreSchema>;
  readonly dialect: StoreDialect;
  close(): Promise<void>;
}

/** int8 columns hold byte counts and times: far below 2^53, so a number is exact. */
const int8 = 20;

function embedded(dataDir: string): Dialect {
  const inMemory = dataDir === ":memory:";
  if (!inMemory) makeFolder(dataDir);
  const database = new Database(inMemory ? ":memory:" : join(dataDir, "stackdeck.db"));
  // WAL: readers never wait for the writer, and a killed process loses nothing that was committed.
  database.pragma("journal_mode = WAL");
  database.pragma("busy_timeout = 5000");
  // A row that is replaced counts as deleted then, so that what must be kept is.
  database.pragma("recursive_triggers = ON");
  // The query builder wants better-sqlite3's interface, which this library has.
  return new SqliteDialect({ database: database as never });
}

function postgres(url: string): Dialect {
  const types: pg.CustomTypesConfig = {
    getTypeParser: ((oid: number, format?: "text" | "binary") =>
      oid === int8 ? Number : pg.types.getTypeParser(oid, format as "text")) as typeof pg.types.getTypeParser,
  };
  const pool = new pg.Pool({ connectionString: url, max: 8, types });
  // A connection that the database ends while nobody uses it is replaced by the next query. Without listeners its error
  // would end the process.
  const ignore = () => {};
  pool.on("error", ignore);
  pool.on("connect", (client) => client.on("error", ignore));
  return new PostgresDialect({ pool });
}

/**
 * Opens the store and brings its tables up to date.
 * @throws Error with a sentence for people when it cannot be opened or was made by a newer version
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const dialect: StoreDialect = options.databaseUrl ? "postgres" : "sqlite";
  const where = options.databaseUrl
    ? "the PostgreSQL database of DATABASE_URL"
    : `the store in ${options.dataDir}`;
  try {
    const db = new Kysely<StoreSchema>({
      dialect: options.databaseUrl ? postgres(options.databaseUrl) : embedded(options.dataDir),
    });
    const { error } = await new Migrator({ db, provider: migrations(dialect) }).migrateToLatest();
    if (error) throw error;
    return { db, dialect, close: () => db.destroy() };
  } catch (error) {
    throw new Error(`Cannot open ${where}: ${reasonOf(error)}`, { cause: error });
  }
}

/** The words of the migrator for a step that is on record and that we do not know are no sentence for people. */
function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  const step = /previously executed migration (\S+) is missing/.exec(reason)?.[1];
  if (step === undefined) return reason;
  return `it was made by a newer version (its tables are at step ${step}). Use that version, or another store; nothing was changed.`;
}
