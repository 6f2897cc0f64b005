import type { Operation } from "@stackdeck/api-types";
import { openSheet } from "../shell/sheets.ts";
import { announce, announceProblem } from "../ui/toasts.ts";
import { operationEnd } from "./operation-end.ts";

/** Opens what shows how long work goes. */
export const showOperations = { label: "Show progress", run: () => openSheet("operations") };

/** Announces how an operation ended, on whatever screen is open then: success only when the hypervisor said so. */
export async function announceEnd(begun: Operation, title: string): Promise<void> {
  const { State, Error: problem } = await operationEnd(begun);
  switch (State) {
    case "succeeded":
      announce({ tone: "good", title: `${title}: done` });
      break;
    case "waiting-for-commit":
      announce({
        tone: "info",
        title: `${title}: waits for an answer`,
        detail: "It runs on the destination now. Say whether it stays there.",
        action: { ...showOperations, label: "Answer" },
      });
      break;
    case "cancelled":
      announce({ tone: "info", title: `${title}: cancelled`, detail: problem?.detail });
      break;
    default:
      if (problem !== null) announceProblem(title, problem);
  }
}
