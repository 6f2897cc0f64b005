/** Tables of the store. Text and numbers only, so that SQLite and PostgreSQL hold the same rows. */
import type { Generated } from "kysely";

export interface StoreSchema {
  operations: OperationTable;
  operation_progress: OperationProgressTable;
  idempotency_keys: IdempotencyKeyTable;
  api_tokens: ApiTokenTable;
  audit: AuditTable;
  saved_views: SavedViewTable;
  capacity_samples: CapacitySampleTable;
  events: EventTable;
}

/** Times are RFC 3339 in UTC with milliseconds: they sort as text. JSON columns hold JSON text. */
export interface OperationTable {
  id: string;
  method: string;
  target: string;
  target_name: string;
  hypervisor: string;
  user_name: string;
  state: string;
  started_on: string;
  /** "" while it runs. */
  ended_on: string;
  bytes_done: number;
  bytes_total: number;
  error_json: string | null;
  result_json: string | null;
}

export interface OperationProgressTable {
  id: Generated<number>;
  operation_id: string;
  on_time: string;
  text: string;
}

/** A key is bound to one user and one request; a second use gets the first answer or a refusal. */
export interface IdempotencyKeyTable {
  user_name: string;
  key: string;
  /** SHA-256 of method, path and body, hex: another request under the same key is refused. */
  request_hash: string;
  created_on: string;
  /** Null while the first request is still at work (or was cut off: the outcome is unknown then). */
  status: number | null;
  body: string | null;
}

export interface ApiTokenTable {
  id: string;
  name: string;
  user_name: string;
  /** SHA-256 of the secret, hex. The secret itself (256 random bits) is shown once and kept nowhere. */
  secret_hash: string;
  created_on: string;
  expires_on: string;
  last_used_on: string;
  /** "" or when it was revoked. */
  revoked_on: string;
  /** Whether it may call methods that change something: 0 or 1. */
  may_change: number;
}

/** Append-only: rows are inserted, never changed. An outcome is a row of its own that names the first. */
export interface AuditTable {
  id: Generated<number>;
  on_time: string;
  user_name: string;
  remote_address: string;
  method: string;
  target: string;
  hypervisor: string;
  request_id: string;
  outcome: string;
  detail: string;
}

export interface SavedViewTable {
  id: string;
  user_name: string;
  noun: string;
  name: string;
  query: string;
  is_default: number;
  created_on: string;
}

/** One sample of a hypervisor's numbers; `step_seconds` says over how long it was averaged. */
export interface CapacitySampleTable {
  hypervisor: string;
  /** Unix seconds of the start of the step. */
  at_seconds: number;
  step_seconds: number;
  num_cpus: number;
  memory_mib: number;
  volume_bytes: number;
  allocated_milli_cpus: number;
  allocated_memory_mib: number;
  allocated_volume_bytes: number;
  num_vms: number;
  num_free_addresses: number;
  samples: number;
}

/** What happened in the fleet; numbered by the server that saw it. */
export interface EventTable {
  id: number;
  on_time: string;
  kind: string;
  severity: string;
  target: string;
  target_name: string;
  hypervisor: string;
  text: string;
}
