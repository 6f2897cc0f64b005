import type { Kysely, Migration, MigrationProvider } from "kysely";
import { sql } from "kysely";

/** Integer column that numbers its rows, in the words of each database. */
function rowNumber(dialect: StoreDialect) {
  return dialect === "sqlite"
    ? sql`integer primary key autoincrement`
    : sql`bigint generated always as identity primary key`;
}

export type StoreDialect = "sqlite" | "postgres";

function operations(dialect: StoreDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable("operations")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("method", "text", (column) => column.notNull())
        .addColumn("target", "text", (column) => column.notNull())
        .addColumn("target_name", "text", (column) => column.notNull())
        .addColumn("hypervisor", "text", (column) => column.notNull())
        .addColumn("user_name", "text", (column) => column.notNull())
        .addColumn("state", "text", (column) => column.notNull())
        .addColumn("started_on", "text", (column) => column.notNull())
        .addColumn("ended_on", "text", (column) => column.notNull())
        .addColumn("bytes_done", "bigint", (column) => column.notNull())
        .addColumn("bytes_total", "bigint", (column) => column.notNull())
        .addColumn("error_json", "text")
        .addColumn("result_json", "text")
        .execute();
      await db.schema.createIndex("operations_started").on("operations").column("started_on").execute();
      await sql`create table operation_progress (id ${rowNumber(dialect)}, operation_id text not null, on_time text not null, text text not null)`.execute(
        db,
      );
      await db.schema
        .createIndex("operation_progress_operation")
        .on("operation_progress")
        .columns(["operation_id", "id"])
        .execute();
      await db.schema
        .createTable("idempotency_keys")
        .addColumn("user_name", "text", (column) => column.notNull())
        .addColumn("key", "text", (column) => column.notNull())
        .addColumn("request_hash", "text", (column) => column.notNull())
        .addColumn("created_on", "text", (column) => column.notNull())
        .addColumn("status", "integer")
        .addColumn("body", "text")
        .addPrimaryKeyConstraint("idempotency_keys_primary", ["user_name", "key"])
        .execute();
    },
  };
}

function accounts(dialect: StoreDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable("api_tokens")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("user_name", "text", (column) => column.notNull())
        .addColumn("secret_hash", "text", (column) => column.notNull().unique())
        .addColumn("created_on", "text", (column) => column.notNull())
        .addColumn("expires_on", "text", (column) => column.notNull())
        .addColumn("last_used_on", "text", (column) => column.notNull())
        .addColumn("revoked_on", "text", (column) => column.notNull())
        .addColumn("may_change", "integer", (column) => column.notNull())
        .execute();
      await sql`create table audit (id ${rowNumber(dialect)}, on_time text not null, user_name text not null, remote_address text not null, method text not null, target text not null, hypervisor text not null, request_id text not null, outcome text not null, detail text not null)`.execute(
        db,
      );
      await db.schema.createIndex("audit_target").on("audit").columns(["target", "id"]).execute();
      await db.schema.createIndex("audit_user").on("audit").columns(["user_name", "id"]).execute();
      await db.schema
        .createTable("saved_views")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("user_name", "text", (column) => column.notNull())
        .addColumn("noun", "text", (column) => column.notNull())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("query", "text", (column) => column.notNull())
        .addColumn("is_default", "integer", (column) => column.notNull())
        .addColumn("created_on", "text", (column) => column.notNull())
        .addUniqueConstraint("saved_views_name", ["user_name", "noun", "name"])
        .execute();
    },
  };
}

const history: Migration = {
  async up(db: Kysely<unknown>) {
    let table = db.schema
      .createTable("capacity_samples")
      .addColumn("hypervisor", "text", (column) => column.notNull())
      .addColumn("at_seconds", "bigint", (column) => column.notNull())
      .addColumn("step_seconds", "integer", (column) => column.notNull());
    for (const name of [
      "num_cpus",
      "memory_mib",
      "volume_bytes",
      "allocated_milli_cpus",
      "allocated_memory_mib",
      "allocated_volume_bytes",
      "num_vms",
      "num_free_addresses",
      "samples",
    ] as const) {
      table = table.addColumn(name, "bigint", (column) => column.notNull());
    }
    await table
      .addPrimaryKeyConstraint("capacity_samples_primary", ["hypervisor", "step_seconds", "at_seconds"])
      .execute();
  },
};

const events: Migration = {
  async up(db: Kysely<unknown>) {
    let table = db.schema.createTable("events").addColumn("id", "bigint", (column) => column.primaryKey());
    for (const name of [
      "on_time",
      "kind",
      "severity",
      "target",
      "target_name",
      "hypervisor",
      "text",
    ] as const) {
      table = table.addColumn(name, "text", (column) => column.notNull());
    }
    await table.execute();
  },
};

/** What the audit log holds is held by the database itself: nothing that has a connection to it can change a line. */
function auditIsKept(dialect: StoreDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of dialect === "sqlite" ? keptBySqlite : keptByPostgres)
        await sql.raw(statement).execute(db);
    },
  };
}

const keptWords = "the audit log is only ever added to";
const keptBySqlite = ["update", "delete"].map(
  (what) =>
    `create trigger audit_no_${what} before ${what} on audit begin select raise(abort, '${keptWords}'); end`,
);
const keptByPostgres = [
  `create function audit_is_kept() returns trigger language plpgsql as $$ begin raise exception '${keptWords}'; end $$`,
  "create trigger audit_no_change before update or delete on audit for each row execute function audit_is_kept()",
  "create trigger audit_no_truncate before truncate on audit for each statement execute function audit_is_kept()",
];

/** The steps that bring an empty or older database to the present schema; names sort in the order of use. */
export function migrations(dialect: StoreDialect): MigrationProvider {
  return {
    getMigrations: async () => ({
      "001-operations": operations(dialect),
      "002-accounts": accounts(dialect),
      "003-history": history,
      "004-events": events,
      "005-audit-is-kept": auditIsKept(dialect),
    }),
  };
}
