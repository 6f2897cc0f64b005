import type { Problem } from "@stackdeck/api-types";
import { Value } from "./subscribable.ts";

export interface Toast {
  readonly id: number;
  readonly tone: "good" | "info" | "bad";
  readonly title: string;
  readonly detail?: string | undefined;
  readonly problem?: Problem | undefined;
  readonly at: number;
  /** Whether somebody has looked at the history since. */
  readonly isSeen?: boolean;
  /** An offer to take back what was done, or to go and look. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

/** What is announced now. Errors stay until dismissed; the rest leaves by itself. */
export const toasts = new Value<readonly Toast[]>([]);
/** Everything announced since the page was loaded, newest first; bounded. */
export const announcements = new Value<readonly Toast[]>([]);

const historyLength = 200;
/** At once on the screen; more only when they are errors. */
const mostShown = 5;
const quietMs = 6_000;
const withActionMs = 12_000;
let nextId = 1;

/** The oldest leave when there are too many, but never an error: that stays until somebody dismisses it. */
function crowdedOut(list: readonly Toast[]): readonly Toast[] {
  let tooMany = list.length - mostShown;
  return list.filter((toast) => toast.tone === "bad" || tooMany-- <= 0);
}

/** Announces something. Returns its id. */
export function announce(toast: Omit<Toast, "id" | "at">): number {
  const full: Toast = { ...toast, id: nextId++, at: Date.now() };
  toasts.update((list) => crowdedOut([...list, full]));
  announcements.update((list) => [full, ...list].slice(0, historyLength));
  if (toast.tone !== "bad") setTimeout(() => dismiss(full.id), toast.action ? withActionMs : quietMs);
  return full.id;
}

/** Takes an announcement off the screen; it stays in the history. */
export function dismiss(id: number): void {
  toasts.update((list) => (list.some((toast) => toast.id === id) ? list.filter((it) => it.id !== id) : list));
}

/** Puts a problem that is shown in its own place into the history too: it must not be gone with the dialog. */
export function recordProblem(problem: Problem): void {
  announcements.update((list) => {
    if (list.some((toast) => toast.problem === problem)) return list;
    const entry: Toast = {
      id: nextId++,
      at: Date.now(),
      tone: "bad",
      title: problem.title,
      detail: problem.detail,
      problem,
    };
    return [entry, ...list].slice(0, historyLength);
  });
}

/** Failures of the history that nobody has looked at yet. */
export function unseenFailures(list: readonly Toast[]): number {
  return list.filter(({ tone, isSeen }) => tone === "bad" && !isSeen).length;
}

/** The history is open: what is in it need not be counted any more. */
export function markSeen(): void {
  announcements.update((list) =>
    unseenFailures(list) === 0 ? list : list.map((toast) => ({ ...toast, isSeen: true })),
  );
}

/** The hypervisor's own words, unless the sentence for people has them already. */
export function rawWords(problem: Problem | undefined): string | undefined {
  const raw = problem?.hypervisorError?.trim();
  return raw === undefined || problem?.detail?.includes(raw) ? undefined : raw;
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
