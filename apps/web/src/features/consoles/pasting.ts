import type { ConsoleClock } from "./console-link.ts";
import { PasteJob, terminalText } from "./paste-job.ts";
import { type SerialState, unsentLimit } from "./serial-state.ts";

export interface PastingOptions {
  readonly clock: ConsoleClock;
  readonly type: (text: string) => void;
  /** Whether what is typed reaches the guest. */
  readonly isLive: () => boolean;
  /** Whether the link has sent what it was given. */
  readonly ready: () => boolean;
  readonly set: (change: Partial<Pick<SerialState, "paste" | "pasteCut">>) => void;
}

/** What is being pasted into a serial console, one text at a time; says how far one came that was cut. */
export class Pasting {
  readonly #o: PastingOptions;
  #job: PasteJob | undefined;

  constructor(options: PastingOptions) {
    this.#o = options;
  }

  /** Replaces what is being pasted. Without a connection a short text is kept as if it had been typed. */
  paste(text: string, bracketed: boolean): void {
    this.cancel();
    const { clock, type, ready, isLive, set } = this.#o;
    const progress: (paste: SerialState["paste"]) => void = (paste) => {
      if (paste === undefined) this.#job = undefined;
      set({ paste });
    };
    const job = new PasteJob(text, { clock, send: type, ready, bracketed, progress });
    set({ pasteCut: undefined });
    if (isLive()) {
      this.#job = job;
      job.start();
    } else if (text.length <= unsentLimit) type(terminalText(text));
    else set({ pasteCut: job.progress });
  }

  /** The user wants no more of it. */
  cancel(): void {
    this.#job?.cancel();
  }

  /** The way to the guest is gone: the rest is not typed into whatever comes next. */
  cut(): void {
    const job = this.#job;
    if (job === undefined) return;
    job.stop();
    this.#o.set({ pasteCut: job.progress });
  }

  /** The console is closed. */
  stop(): void {
    this.#job?.stop();
  }
}
