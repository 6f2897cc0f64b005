type Listener = () => void;

/** A value that can be watched: the smallest thing `useSyncExternalStore` needs. Listeners run once per change. */
export class Value<T> {
  #current: T;
  readonly #listeners = new Set<Listener>();

  constructor(initial: T) {
    this.#current = initial;
  }

  /** The value now. Stable between changes. */
  readonly get = (): T => this.#current;

  set(next: T): void {
    if (Object.is(next, this.#current)) return;
    this.#current = next;
    for (const listener of [...this.#listeners]) listener();
  }

  update(change: (current: T) => T): void {
    this.set(change(this.#current));
  }

  /** Calls the listener after each change until the returned function is called. */
  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
