import { statSync } from "node:fs";

/** How often files are looked at: whoever replaces one is served by it within five seconds. */
const lookEveryMs = 2000;

/**
 * What is made of files, made anew when they are replaced. Looks at them instead of asking the system to be told:
 * replaced links and mounted volumes are noticed too. What cannot be used leaves the old in place.
 */
export class WatchedFiles<T> {
  readonly #paths: readonly string[];
  readonly #read: () => T;
  readonly #onError: (error: unknown) => void;
  readonly #onChange: (value: T) => void;
  readonly #timer: NodeJS.Timeout;
  #fingerprint: string;
  #value: T;

  /** @throws what `read` throws when the files cannot be used at first */
  constructor(o: {
    paths: readonly string[];
    read: () => T;
    onChange?: (value: T) => void;
    onError: (error: unknown) => void;
  }) {
    this.#paths = o.paths;
    this.#read = o.read;
    this.#onError = o.onError;
    this.#onChange = o.onChange ?? (() => {});
    this.#fingerprint = this.#look();
    this.#value = o.read();
    this.#timer = setInterval(() => this.check(), lookEveryMs);
    this.#timer.unref();
  }

  get value(): T {
    return this.#value;
  }

  /** Looks at once. */
  check(): void {
    const fingerprint = this.#look();
    if (fingerprint === this.#fingerprint) return;
    this.#fingerprint = fingerprint;
    try {
      this.#value = this.#read();
      this.#onChange(this.#value);
    } catch (error) {
      this.#onError(error);
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): string {
    return this.#paths.map(markOf).join("\n");
  }
}

function markOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? "" : `${found.mtimeMs} ${found.ctimeMs} ${found.size} ${found.ino}`;
}
