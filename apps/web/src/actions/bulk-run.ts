import { type MethodName, methods } from "@stackdeck/api-types";
import { plural } from "../ui/format.ts";
import { Value } from "../ui/subscribable.ts";
import { runBounded } from "./bulk-plan.ts";
import { operationEnd } from "./operation-end.ts";
import { type RunResult, runOnVm } from "./run-action.ts";
import type { VmSubject } from "./vm-subject.ts";

/** How far one VM of a bulk action is; `state` names the badge. */
export interface BulkRow {
  readonly vm: VmSubject;
  readonly state: "waiting" | "started" | "succeeded" | "failed" | "cancelled";
  readonly text: string;
}

/** Calls in flight at once: hypervisors work on many VMs, and the page needs connections for itself. */
const atOnce = 4;
/** The table is drawn again at most this often, in ms. */
const drawMs = 100;

/** Bulk starts and destroys go through the asynchronous variants: they go on when the page is closed. */
const inBackground: Partial<Record<MethodName, MethodName>> = {
  StartVm: "StartVmAsync",
  DestroyVm: "DestroyVmAsync",
};

type Fields = Readonly<Record<string, unknown>>;
type Counts = Readonly<Record<BulkRow["state"], number>>;

/** A bulk action that was begun: runs on whatever screen is open, and keeps its results until it is dismissed. */
export class BulkRun {
  readonly method: MethodName;
  /** Counts up with each change that is worth drawing. */
  readonly drawn = new Value(0);
  busy = false;
  readonly #rows: BulkRow[];
  readonly #fieldsOf: (vm: VmSubject) => Fields;
  #abort = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(o: {
    method: MethodName;
    vms: readonly VmSubject[];
    fieldsOf: (vm: VmSubject) => Fields;
  }) {
    this.method = o.method;
    this.#fieldsOf = o.fieldsOf;
    this.#rows = o.vms.map((vm) => ({ vm, state: "waiting", text: "Waiting" }));
    void this.#work(this.#rows.map((_row, index) => index));
  }

  get rows(): readonly BulkRow[] {
    return this.#rows;
  }

  get counts(): Counts {
    const counts = { waiting: 0, started: 0, succeeded: 0, failed: 0, cancelled: 0 };
    for (const row of this.#rows) counts[row.state] += 1;
    return counts;
  }

  /** Begins nothing more; what has begun goes on. */
  cancel(): void {
    this.#abort.abort();
  }

  /** Tries those again that failed, or were not begun. */
  retry(state: "failed" | "cancelled"): void {
    const again = this.#rows.flatMap((row, index) => (row.state === state ? [index] : []));
    for (const index of again) this.#mark(index, "waiting", "Waiting");
    void this.#work(again);
  }

  async #work(indices: readonly number[]): Promise<void> {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.busy = true;
    await runBounded(indices, (index) => this.#one(index), { atOnce, signal });
    if (signal.aborted)
      for (const index of indices)
        if (this.#rows[index]?.state === "waiting") this.#mark(index, "cancelled", "Not begun");
    this.busy = false;
    this.#draw(0);
  }

  async #one(index: number): Promise<void> {
    const vm = this.#rows[index]?.vm;
    if (vm === undefined) return;
    this.#mark(index, "started", "Working…");
    const result = await runOnVm(inBackground[this.method] ?? this.method, vm.ip, this.#fieldsOf(vm));
    const end = await endOf(result);
    this.#mark(index, end.state, end.text);
  }

  #mark(index: number, state: BulkRow["state"], text: string): void {
    const row = this.#rows[index];
    if (row === undefined) return;
    this.#rows[index] = { vm: row.vm, state, text };
    this.#draw(drawMs);
  }

  #draw(afterMs: number): void {
    if (afterMs === 0) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.drawn.update((count) => count + 1);
      return;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.drawn.update((count) => count + 1);
    }, afterMs);
  }
}

/** How a call ended, once it really has: work in the background is waited for. */
async function endOf(result: RunResult): Promise<Pick<BulkRow, "state" | "text">> {
  if (result.kind === "failed")
    return { state: "failed", text: result.problem.detail || result.problem.title };
  if (result.kind === "done") return { state: "succeeded", text: "Done" };
  const { State, Error: problem } = await operationEnd(result.operation);
  if (State === "succeeded") return { state: "succeeded", text: "Done" };
  if (State === "waiting-for-commit")
    return { state: "succeeded", text: "Waits for an answer: see Operations" };
  return { state: "failed", text: problem?.detail || problem?.title || `It ended as ${State}` };
}

/** How a run is called: `Stop: 12 VMs`. */
export function nameOfRun(run: BulkRun): string {
  return `${methods[run.method].label}: ${plural(run.rows.length, "VM")}`;
}
