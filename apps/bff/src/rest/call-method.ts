import { hypervisorMessages, type MethodName, type MethodRow, type Schema } from "@stackdeck/api-types";
import {
  type CallControl,
  type ConnectionSource,
  type MethodShape,
  requestReply,
} from "@stackdeck/hypervisor-client";
import { waitsOf } from "./input.ts";

/** Time beyond what the request itself may wait, in milliseconds; long work (scans, copies of volumes) has more. */
const baseTimeoutMs = { short: 120_000, long: 3_600_000 };

/** The method that a row calls: its own, or the one it is a variant of. */
export function calledMethod(row: MethodRow): MethodName {
  return (row.implementedBy ?? row.name) as MethodName;
}

/** What the drivers need of a row. */
export function shapeOf(row: MethodRow): MethodShape {
  const request = hypervisorMessages[row.request] as unknown as Schema;
  const response = row.response === null ? request : (hypervisorMessages[row.response] as unknown as Schema);
  return { name: calledMethod(row), request, response };
}

/** Makes a request/reply call of the table with a deadline that fits what it asks for. */
export async function callMethod(
  connections: ConnectionSource,
  row: MethodRow,
  request: Readonly<Record<string, unknown>>,
  control: Pick<CallControl, "signal"> = {},
): Promise<Record<string, unknown>> {
  const base = row.longRunning ? baseTimeoutMs.long : baseTimeoutMs.short;
  const timeoutMs = base + waitsOf(calledMethod(row), request);
  const source = row.longRunning ? withoutPool(connections) : connections;
  return (await requestReply(source, shapeOf(row), request, { ...control, timeoutMs })) as Record<
    string,
    unknown
  >;
}

/** Long calls get a connection of their own: they must not hold one that short calls wait for. */
function withoutPool(connections: ConnectionSource): ConnectionSource {
  return {
    dedicated: (options) => connections.dedicated(options),
    async use(work, options) {
      const connection = await connections.dedicated(options);
      try {
        return await work(connection);
      } finally {
        connection.close();
      }
    },
  };
}
