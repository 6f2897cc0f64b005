import type { ConsoleClock } from "./console-link.ts";
import type { KeyPress } from "./keyboard-layouts.ts";

/** Where keys are pressed. */
export interface Keyboard {
  sendKey(keysym: number, code: string | null, down?: boolean): void;
}

export interface KeyTypistOptions {
  readonly clock: ConsoleClock;
  /** The keyboard of the connection there is now. */
  readonly keyboard: () => Keyboard | undefined;
  /** How far it is; undefined when nothing is being typed. */
  readonly progress: (typing: { readonly sent: number; readonly total: number } | undefined) => void;
}

/** Time between two keys, in milliseconds. */
const keyMs = 12;
const shiftKey = { keysym: 0xffe1, code: "ShiftLeft" } as const;
const altGrKey = { keysym: 0xfe03, code: "AltRight" } as const;

/** Types keys one after the other, at a pace that a guest can follow. */
export class KeyTypist {
  readonly #o: KeyTypistOptions;
  #cancel: (() => void) | undefined;

  constructor(options: KeyTypistOptions) {
    this.#o = options;
  }

  /** Replaces what is being typed. */
  type(presses: readonly KeyPress[]): void {
    this.stop();
    this.#typeFrom(presses, 0);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#o.progress(undefined);
  }

  #typeFrom(presses: readonly KeyPress[], index: number): void {
    const press = presses[index];
    const keyboard = this.#o.keyboard();
    if (press === undefined || keyboard === undefined) {
      this.stop();
      return;
    }
    const held = press.shift ? [shiftKey] : press.altGr ? [altGrKey] : [];
    for (const key of held) keyboard.sendKey(key.keysym, key.code, true);
    keyboard.sendKey(press.keysym, press.code, true);
    keyboard.sendKey(press.keysym, press.code, false);
    for (const key of held) keyboard.sendKey(key.keysym, key.code, false);
    this.#o.progress({ sent: index + 1, total: presses.length });
    this.#cancel = this.#o.clock.after(keyMs, () => this.#typeFrom(presses, index + 1));
  }
}
