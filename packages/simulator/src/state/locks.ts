import type { Clock, Timer } from "../base/clock.ts";

type Mode = "read" | "write";

interface Waiter {
  readonly mode: Mode;
  readonly enter: () => void;
}

/** A lock with many readers or one writer; waiting writers go before later readers, as in Go. */
export class RwLock {
  #readers = 0;
  #writing = false;
  #queue: Waiter[] = [];

  /** Resolves with the release function once the lock is held. */
  acquire(mode: Mode): Promise<() => void> {
    return new Promise((resolve) => {
      const enter = () => {
        if (mode === "read") this.#readers++;
        else this.#writing = true;
        resolve(this.#releaseOnce(mode));
      };
      if (this.#queue.length === 0 && this.#isFree(mode)) enter();
      else this.#queue.push({ mode, enter });
    });
  }

  /** True while a caller of this mode would have to wait. */
  isBusy(mode: Mode): boolean {
    return this.#queue.length > 0 || !this.#isFree(mode);
  }

  /** Waits until the lock could be had, without keeping it: enough for work done in one step. */
  async pass(mode: Mode): Promise<void> {
    while (this.isBusy(mode)) (await this.acquire(mode))();
  }

  #isFree(mode: Mode): boolean {
    return mode === "read" ? !this.#writing : !this.#writing && this.#readers === 0;
  }

  #releaseOnce(mode: Mode): () => void {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      if (mode === "read") this.#readers--;
      else this.#writing = false;
      this.#admit();
    };
  }

  #admit(): void {
    for (let next = this.#queue[0]; next !== undefined && this.#isFree(next.mode); next = this.#queue[0]) {
      this.#queue.shift();
      next.enter();
    }
  }
}

/** Takes a lock for a time, then lets it go. Resolves after the release. */
export async function holdLock(lock: RwLock, mode: Mode, clock: Clock, ms: number): Promise<void> {
  const release = await lock.acquire(mode);
  await new Promise<void>((resolve) => {
    const timer: Timer = clock.after(ms, () => {
      timer.cancel();
      resolve();
    });
  });
  release();
}
