import type { Request, Response } from "express";
import type { OperationHandle } from "../operations/operation-start.ts";
import { callerOf, requestIdOf } from "./caller.ts";
import { explainer } from "./mutation.ts";
import type { RestDeps } from "./rest-deps.ts";

/** How often followers of a download are told how far it is. */
const tellMs = 250;
const fetchedText = "the hypervisor has sent all of it: the VM can be changed again";

/** What is being downloaded, and the requests it comes in. */
export interface WatchedDownload {
  readonly request: Request;
  readonly response: Response;
  readonly method: string;
  /** The VM's address. */
  readonly target: string;
  /** What of the VM: "web-1, volume 0". */
  readonly targetName: string;
  readonly hypervisor: string;
}

/** How far the sending of a file is. */
export interface DownloadState {
  readonly done: number;
  readonly total: number;
  /** Whether the hypervisor has sent all of it. */
  readonly isFetched: boolean;
}

/** How the sending of a file tells how far it is. */
export interface DownloadWatch {
  /** Aborted when somebody cancels the operation or the server stops. */
  readonly signal: AbortSignal;
  say(text: string): void;
  bytes(done: number, total: number): void;
  /** Tells every quarter of a second how far the sending is, until the returned function is called. */
  follow(look: () => DownloadState): () => void;
  /** The receiver has gone: no failure of ours or of the hypervisor. */
  receiverLeft(): void;
}

/**
 * Sends a file as an operation: everybody sees how far it is and whose it is, and can cancel it, while the browser that
 * asked for it writes it to its disk. Resolves when all of it was taken.
 * @throws what `send` throws
 */
export async function watchedDownload(
  deps: RestDeps,
  about: WatchedDownload,
  send: (watch: DownloadWatch) => Promise<void>,
): Promise<void> {
  const { request, response, method, target, targetName, hypervisor } = about;
  let thrown: unknown;
  const { done } = await deps.operations.start({
    ...{ method, target, targetName, hypervisor },
    user: callerOf(response).userName,
    cancellable: true,
    explain: explainer(requestIdOf(request)),
    run: async (handle) => {
      try {
        await send(watchOf(deps, handle));
        return null;
      } catch (error) {
        thrown = error;
        throw error;
      }
    },
  });
  const { State } = await done;
  if (State !== "succeeded") throw thrown;
}

function watchOf(deps: RestDeps, handle: OperationHandle): DownloadWatch {
  return {
    signal: handle.signal,
    say: (text) => handle.progress(text),
    bytes: (done, total) => handle.bytes(done, total),
    receiverLeft: () => void deps.operations.cancel(handle.id),
    follow: (look) => {
      let told: DownloadState | undefined;
      const tell = () => {
        const state = look();
        if (state.done !== told?.done) handle.bytes(state.done, state.total);
        if (state.isFetched && !told?.isFetched) handle.progress(fetchedText);
        told = state;
      };
      tell();
      const timer = setInterval(tell, tellMs);
      return () => {
        clearInterval(timer);
        tell();
      };
    },
  };
}
