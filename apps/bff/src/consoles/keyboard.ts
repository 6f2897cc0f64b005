/**
 * Who may type. One viewer has the keyboard, the others watch; it can be asked for, given, taken by role, released.
 * Pure rules: no sockets, no time.
 */
export interface KeyboardUser {
  readonly id: string;
  readonly userName: string;
  /** May have the keyboard at all. */
  readonly mayWrite: boolean;
  /** May take it from anybody without asking. */
  readonly mayTake: boolean;
}

export type KeyboardAnswer = { readonly ok: true } | { readonly ok: false; readonly reason: string };

const yes: KeyboardAnswer = { ok: true };
const no = (reason: string): KeyboardAnswer => ({ ok: false, reason });

export class Keyboard {
  readonly #users = new Map<string, KeyboardUser>();
  /** Those who asked, first come first served. */
  readonly #asking = new Set<string>();
  #holder: string | undefined;

  /** Id of the viewer that has the keyboard. */
  get holder(): string | undefined {
    return this.#holder;
  }

  /** A viewer arrives; with `wants` it gets the keyboard if that is free. */
  join(user: KeyboardUser, wants: boolean): void {
    this.#users.set(user.id, user);
    if (wants && user.mayWrite && this.#holder === undefined) this.#holder = user.id;
  }

  /** A viewer leaves; the keyboard goes to whoever asked first. */
  leave(id: string): void {
    this.#users.delete(id);
    this.#asking.delete(id);
    if (this.#holder === id) this.#passOn();
  }

  /** @returns the holder to be told of the wish, or undefined when there is nobody to tell */
  ask(id: string): { readonly answer: KeyboardAnswer; readonly tell: string | undefined } {
    const user = this.#users.get(id);
    if (user?.mayWrite !== true)
      return { answer: no("You may watch this console but not type."), tell: undefined };
    if (this.#holder === undefined) this.#holder = id;
    if (this.#holder === id) return { answer: yes, tell: undefined };
    this.#asking.add(id);
    return { answer: yes, tell: this.#holder };
  }

  give(from: string, to: string): KeyboardAnswer {
    if (this.#holder !== from) return no("You do not have the keyboard.");
    const receiver = this.#users.get(to);
    if (receiver === undefined) return no("That viewer has left.");
    if (!receiver.mayWrite) return no(`${receiver.userName} may watch this console but not type.`);
    this.#hand(to);
    return yes;
  }

  /** Without asking: allowed when it is free, when one's own other window has it, and by role. */
  take(id: string): KeyboardAnswer {
    const user = this.#users.get(id);
    if (user?.mayWrite !== true) return no("You may watch this console but not type.");
    const holder = this.#holder === undefined ? undefined : this.#users.get(this.#holder);
    if (holder !== undefined && !user.mayTake && holder.userName !== user.userName)
      return no(`${holder.userName} has the keyboard: ask for it.`);
    this.#hand(id);
    return yes;
  }

  release(id: string): void {
    if (this.#holder === id) this.#passOn();
    this.#asking.delete(id);
  }

  #hand(to: string): void {
    this.#asking.delete(to);
    this.#holder = to;
  }

  #passOn(): void {
    this.#holder = undefined;
    const [next] = this.#asking;
    if (next !== undefined) this.#hand(next);
  }
}
