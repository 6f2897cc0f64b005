import type { Problem } from "@stackdeck/api-types";
import { Value } from "./subscribable.ts";

export interface Toast {
  readonly id: number;
  readonly tone: "good" | "info" | "bad";
  readonly title: string;
  readonly detail?: string | undefined;
  readonly problem?: Problem | undefined;
  readonly at: number;
  /** An offer to take back what was done, or to go and look. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

/** What is announced now. Errors stay until dismissed; the rest leaves by itself. */
export const toasts = new Value<readonly Toast[]>([]);
/** Everything announced since the page was loaded, newest first; bounded. */
export const announcements = new Value<readonly Toast[]>([]);

const historyLength = 200;
const quietMs = 6_000;
const withActionMs = 12_000;
let nextId = 1;

/** Announces something. Returns its id. */
export function announce(toast: Omit<Toast, "id" | "at">): number {
  const full: Toast = { ...toast, id: nextId++, at: Date.now() };
  toasts.update((list) => [...list.slice(-4), full]);
  announcements.update((list) => [full, ...list].slice(0, historyLength));
  if (toast.tone !== "bad") setTimeout(() => dismiss(full.id), toast.action ? withActionMs : quietMs);
  return full.id;
}

/** Takes an announcement off the screen; it stays in the history. */
export function dismiss(id: number): void {
  toasts.update((list) => (list.some((toast) => toast.id === id) ? list.filter((it) => it.id !== id) : list));
}

/** Everything known of a problem as text to be pasted into a report. */
export function problemText(problem: Problem): string {
  const lines = [
    problem.title,
    problem.detail,
    problem.hypervisorError && `Hypervisor: ${problem.hypervisorError}`,
    ...(problem.errors ?? []).map((error) => `${error.field}: ${error.message}`),
    `Code: ${problem.code}`,
    problem.requestId && `Request: ${problem.requestId}`,
  ];
  return lines.filter(Boolean).join("\n");
}

/** Announces a failure. */
export function announceProblem(title: string, problem: Problem): number {
  return announce({ tone: "bad", title, detail: problem.detail || problem.title, problem });
}
