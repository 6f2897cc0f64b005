import { randomUUID } from "node:crypto";
import type { Operation } from "@stackdeck/api-types";
import type { RowChange } from "../live/sorted-table.ts";
import { stateAfter } from "./operation-end.ts";
import type { OperationHandle, OperationStart } from "./operation-start.ts";
import type { OperationStore } from "./operation-store.ts";
import { OperationTable } from "./operation-table.ts";

interface Running {
  readonly controller: AbortController;
  cancellable: boolean;
  undoneByCancel: boolean;
  answerCommit: ((commit: boolean) => void) | undefined;
  /** Resolves with its last state, which is on record then. */
  done: Promise<unknown>;
}

/** Finished operations that are kept in memory for lists; older ones are in the store. */
const keepFinished = 500;
const maxProgressLines = 500;
/** How long the server, once it is told to stop, waits for work to see that and end. */
const closeMs = 3000;

/** Long-running work: keeps who does what, tells listeners of each step, remembers the end. */
export class Operations {
  readonly #store: OperationStore;
  readonly #now: () => Date;
  readonly #onStoreError: (error: unknown) => void;
  readonly #table = new OperationTable();
  readonly #running = new Map<string, Running>();
  #writes: Promise<unknown> = Promise.resolve();

  constructor(o: { store: OperationStore; now?: () => Date; onStoreError: (error: unknown) => void }) {
    this.#store = o.store;
    this.#now = o.now ?? (() => new Date());
    this.#onStoreError = o.onStoreError;
  }

  get revision(): number {
    return this.#table.revision;
  }

  /** Reads what earlier runs of the server left; work that was cut off is `unknown` from now on. */
  async load(): Promise<readonly Operation[]> {
    const interrupted = await this.#store.takeInterrupted(this.#now());
    const earlier = await this.#store.list({ limit: keepFinished });
    for (const operation of earlier.reverse()) this.#table.set(operation);
    for (const operation of interrupted) this.#table.set(operation);
    return interrupted;
  }

  rows(): IterableIterator<readonly [id: string, row: Operation]> {
    return this.#table.rows();
  }

  onChange(listener: (change: RowChange<Operation>) => void): () => void {
    return this.#table.onChange(listener);
  }

  /** Number of operations at work. */
  get active(): number {
    return this.#running.size;
  }

  async find(id: string): Promise<Operation | undefined> {
    const held = this.#table.get(id);
    if (held !== undefined && (this.#running.has(id) || held.Progress.length > 0)) return held;
    return (await this.#store.find(id)) ?? held;
  }

  /**
   * Starts work. Resolves once the operation is on record, before the work begins: what cannot be recorded is not
   * begun. `done` resolves with the operation's last state.
   */
  async start(begin: OperationStart): Promise<{ operation: Operation; done: Promise<Operation> }> {
    const operation: Operation = {
      Id: randomUUID(),
      Method: begin.method,
      Target: begin.target,
      TargetName: begin.targetName,
      Hypervisor: begin.hypervisor,
      User: begin.user,
      State: "running",
      StartedOn: this.#now().toISOString(),
      EndedOn: "",
      Progress: [],
      BytesDone: 0,
      BytesTotal: 0,
      Error: null,
      Result: null,
      Cancellable: begin.cancellable,
    };
    await this.#store.save(operation);
    const running: Running = {
      controller: new AbortController(),
      answerCommit: undefined,
      cancellable: begin.cancellable,
      undoneByCancel: begin.undoneByCancel === true,
      done: Promise.resolve(),
    };
    this.#running.set(operation.Id, running);
    this.#table.set(operation);
    const done = this.#run(operation.Id, running, begin);
    running.done = done;
    return { operation, done };
  }

  /** Asks the work to stop. False when it is not at work any more or cannot be stopped. */
  cancel(id: string): boolean {
    const running = this.#running.get(id);
    if (running === undefined || !running.cancellable) return false;
    running.controller.abort();
    return true;
  }

  /** Answers the commit question. False when none is asked. */
  commit(id: string, commit: boolean): boolean {
    const answer = this.#running.get(id)?.answerCommit;
    answer?.(commit);
    return answer !== undefined;
  }

  /** Resolves when everything was written that has happened until now. */
  async settled(): Promise<void> {
    await this.#writes;
  }

  /** Cancels all work and waits for its end, but not for ever; for shutdown. */
  async close(): Promise<void> {
    const all = [...this.#running.values()];
    for (const { controller } of all) controller.abort();
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, closeMs);
    });
    await Promise.race([Promise.allSettled(all.map(({ done }) => done)), limit]);
    clearTimeout(timer);
    await this.settled();
  }

  async #run(id: string, running: Running, begin: OperationStart): Promise<Operation> {
    let end: Partial<Operation>;
    try {
      end = { State: "succeeded", Result: await begin.run(this.#handle(id, running)) };
    } catch (error) {
      const problem = begin.explain(error);
      end = {
        State: stateAfter(problem, { ...running, isAborted: running.controller.signal.aborted }),
        Error: problem,
      };
    }
    this.#running.delete(id);
    const ended = this.#change(id, { ...end, EndedOn: this.#now().toISOString(), Cancellable: false });
    await begin.onEnd?.(ended).catch(this.#onStoreError);
    this.#table.forgetBeyond(keepFinished, (other) => this.#running.has(other));
    await this.settled();
    return ended;
  }

  #handle(id: string, running: Running): OperationHandle {
    return {
      id,
      signal: running.controller.signal,
      progress: (text) => this.#progress(id, text),
      target: (ip) => {
        if (ip !== "" && this.#table.get(id)?.Target !== ip) this.#change(id, { Target: ip });
      },
      bytes: (BytesDone, BytesTotal) => void this.#table.change(id, { BytesDone, BytesTotal }),
      askCommit: () => this.#askCommit(id, running),
    };
  }

  #askCommit(id: string, running: Running): Promise<boolean> {
    this.#change(id, { State: "waiting-for-commit" });
    const { signal } = running.controller;
    return new Promise<boolean>((resolve, reject) => {
      const aborted = () => reject(new Error("cancelled"));
      if (signal.aborted) return aborted();
      signal.addEventListener("abort", aborted, { once: true });
      running.answerCommit = (commit) => {
        running.answerCommit = undefined;
        signal.removeEventListener("abort", aborted);
        if (commit) {
          // From here on a cut connection takes nothing back.
          running.cancellable = false;
          running.undoneByCancel = false;
        }
        this.#change(id, { State: "running", Cancellable: running.cancellable });
        resolve(commit);
      };
    });
  }

  #progress(id: string, Text: string): void {
    const line = { On: this.#now().toISOString(), Text: Text.slice(0, 2000) };
    const { Progress } = this.#table.get(id)!;
    this.#table.change(id, { Progress: [...Progress, line].slice(-maxProgressLines) });
    this.#write(() => this.#store.addProgress(id, line));
  }

  #change(id: string, change: Partial<Operation>): Operation {
    const operation = this.#table.change(id, change);
    this.#write(() => this.#store.save(operation));
    return operation;
  }

  /** Writes one after the other, in order. */
  #write(write: () => Promise<unknown>): void {
    this.#writes = this.#writes.then(write).catch(this.#onStoreError);
  }
}
