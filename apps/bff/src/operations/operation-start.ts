import type { Operation, Problem } from "@stackdeck/api-types";

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
