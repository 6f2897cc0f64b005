import { randomUUID } from "node:crypto";
import type { Operation, Problem } from "@stackdeck/api-types";
import type { RowChange } from "../live/sorted-table.ts";
import { stateAfter } from "./operation-end.ts";
import type { OperationStore } from "./operation-store.ts";

/** Work to be done and what is known of it at its start. */
export interface OperationStart {
  readonly method: string;
  /** A VM's address or a hypervisor's id; "" until known. */
  readonly target: string;
  readonly targetName: string;
  readonly hypervisor: string;
  readonly user: string;
  readonly cancellable: boolean;
  /** The hypervisor takes everything back when the connection is cut before the end. */
  readonly undoneByCancel?: boolean | undefined;
  /** The work; what it returns is kept as the result (so it must hold no secret). */
  readonly run: (handle: OperationHandle) => Promise<Readonly<Record<string, unknown>> | null>;
  /** Says why it failed. */
  readonly explain: (error: unknown) => Problem;
  /** Called once when it has ended, with its last state; a rejection is reported, not passed on. */
  readonly onEnd?: (ended: Operation) => Promise<void>;
}

/** What the work of an operation may do to it. */
export interface OperationHandle {
  readonly id: string;
  /** Aborted when somebody cancels or the server stops. */
  readonly signal: AbortSignal;
  progress(text: string): void;
  /** The VM it works on, once that is known. */
  target(ip: string): void;
  /** Bytes moved until now, and in all. */
  bytes(done: number, total: number): void;
  /** Asks whether to commit and waits for the answer; fails when the operation is cancelled. */
  askCommit(): Promise<boolean>;
}

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
  readonly #byId = new Map<string, Operation>();
  readonly #running = new Map<string, Running>();
  readonly #listeners = new Set<(change: RowChange<Operation>) => void>();
  #revision = 0;
  #writes: Promise<unknown> = Promise.resolve();

  constructor(o: { store: OperationStore; now?: () => Date; onStoreError: (error: unknown) => void }) {
    this.#store = o.store;
    this.#now = o.now ?? (() => new Date());
    this.#onStoreError = o.onStoreError;
  }

  get revision(): number {
    return this.#revision;
  }

  /** Reads what earlier runs of the server left; work that was cut off is `unknown` from now on. */
  async load(): Promise<readonly Operation[]> {
    const interrupted = await this.#store.takeInterrupted(this.#now());
    const earlier = await this.#store.list({ limit: keepFinished });
    for (const operation of earlier.reverse()) this.#set(operation);
    for (const operation of interrupted) this.#set(operation);
    return interrupted;
  }

  *rows(): IterableIterator<readonly [id: string, row: Operation]> {
    yield* this.#byId.entries();
  }

  onChange(listener: (change: RowChange<Operation>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Number of operations at work. */
  get active(): number {
    return this.#running.size;
  }

  async find(id: string): Promise<Operation | undefined> {
    const held = this.#byId.get(id);
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
    this.#set(operation);
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
    this.#change(id, { ...end, EndedOn: this.#now().toISOString(), Cancellable: false });
    const ended = this.#byId.get(id)!;
    await begin.onEnd?.(ended).catch(this.#onStoreError);
    this.#forgetOld();
    await this.settled();
    return ended;
  }

  #handle(id: string, running: Running): OperationHandle {
    return {
      id,
      signal: running.controller.signal,
      progress: (text) => this.#progress(id, text),
      target: (ip) => {
        if (ip !== "" && this.#byId.get(id)?.Target !== ip) this.#change(id, { Target: ip });
      },
      bytes: (BytesDone, BytesTotal) => this.#set({ ...this.#byId.get(id)!, BytesDone, BytesTotal }),
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
    const operation = this.#byId.get(id)!;
    this.#set({ ...operation, Progress: [...operation.Progress, line].slice(-maxProgressLines) });
    this.#write(() => this.#store.addProgress(id, line));
  }

  #change(id: string, change: Partial<Operation>): void {
    const operation = { ...this.#byId.get(id)!, ...change };
    this.#set(operation);
    this.#write(() => this.#store.save(operation));
  }

  #set(operation: Operation): void {
    this.#revision += 1;
    this.#byId.set(operation.Id, operation);
    for (const listener of this.#listeners) listener({ id: operation.Id, after: operation });
  }

  /** Writes one after the other, in order. */
  #write(write: () => Promise<unknown>): void {
    this.#writes = this.#writes.then(write).catch(this.#onStoreError);
  }

  #forgetOld(): void {
    for (const [id] of this.#byId) {
      if (this.#byId.size <= keepFinished) return;
      if (this.#running.has(id)) continue;
      this.#byId.delete(id);
      this.#revision += 1;
      for (const listener of this.#listeners) listener({ id, after: undefined });
    }
  }
}
