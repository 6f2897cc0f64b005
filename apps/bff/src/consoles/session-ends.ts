/** Tells consoles of the end of their login session: one listener for each session, however many consoles it has open. */
export class SessionEnds {
  readonly #actions = new WeakMap<AbortSignal, Set<() => void>>();

  /** Calls back when the session has ended, at once if it has; the returned function ends that. */
  on(session: AbortSignal, action: () => void): () => void {
    if (session.aborted) {
      action();
      return () => undefined;
    }
    const actions = this.#actions.get(session) ?? this.#follow(session);
    actions.add(action);
    return () => actions.delete(action);
  }

  #follow(session: AbortSignal): Set<() => void> {
    const actions = new Set<() => void>();
    this.#actions.set(session, actions);
    const tellAll = (): void => {
      for (const action of [...actions]) action();
    };
    session.addEventListener("abort", tellAll, { once: true });
    return actions;
  }
}
