import { AuditLog } from "./audit/audit-log.ts";
import { FleetEvents } from "./fleet/fleet-events.ts";
import { cutOffLine } from "./operations/operation-end.ts";
import { OperationStore } from "./operations/operation-store.ts";
import { Operations } from "./operations/operations.ts";
import type { ServerParts } from "./server-parts.ts";
import { EventStore } from "./store/event-store.ts";

/** What is written down of all that happens. */
export interface Records {
  readonly operations: Operations;
  readonly events: FleetEvents;
  readonly eventStore: EventStore;
  readonly audit: AuditLog;
}

/** Opens the records; work that the end of an earlier process cut off is unknown from now on, in the audit log too. */
export async function openRecords(parts: ServerParts): Promise<Records> {
  const { log, store } = parts;
  const operations = new Operations({
    store: new OperationStore(store),
    onStoreError: (error) => log.error({ err: error }, "the store does not take an operation"),
  });
  const interrupted = await operations.load();
  if (interrupted.length > 0) log.warn({ count: interrupted.length }, "operations were cut off by a restart");
  const audit = new AuditLog(store);
  for (const operation of interrupted) {
    await audit.append(cutOffLine(operation)).catch((error: unknown) => {
      log.error({ err: error }, "the end of an operation could not be recorded");
    });
  }
  const eventStore = new EventStore(store);
  const events = await FleetEvents.start({
    inventory: parts.inventory,
    store: eventStore,
    certificateExpires: () => parts.certificates()[0]?.ExpiresOn ?? "",
    now: Date.now,
    onStoreError: (error) => log.error({ err: error }, "the store does not take an event"),
  });
  return { operations, events, eventStore, audit };
}
