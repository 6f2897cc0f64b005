import type { Operation } from "@stackdeck/api-types";
import { live } from "../api/live.ts";

/** As many of the newest operations are followed: more than bulk work has under way at once. */
const followed = 500;

const ended = (operation: Operation) =>
  operation.State !== "running" && operation.State !== "waiting-for-commit";

/** Resolves when an operation has ended, or waits for somebody's answer: with what the server says of it then. */
export function operationEnd(begun: Operation): Promise<Operation> {
  if (ended(begun)) return Promise.resolve(begun);
  return new Promise((resolve) => {
    const params = { filter: "", sort: ["-StartedOn"], offset: 0, limit: followed };
    const subscription = live.subscribe("operations", params);
    const stop = subscription.state.subscribe(() => {
      const now = subscription.state.get().window?.rows.get(begun.Id);
      if (now === undefined || now.State === "running") return;
      stop();
      subscription.dispose();
      resolve(now);
    });
  });
}
