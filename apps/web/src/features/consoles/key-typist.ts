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

/** Time from one key to the next, in milliseconds: a boot loader or a busy guest loses keys that come faster. */
const keyMs = { fast: 4, normal: 12, slow: 60 } as const;
export type TypingSpeed = keyof typeof keyMs;

/** Speeds with names for people, slowest first. */
export const typingSpeeds: Readonly<Record<TypingSpeed, string>> = {
  slow: "Slow, for boot loaders",
  normal: "Normal",
  fast: "Fast",
};

/** How long typing so many keys takes, in milliseconds. */
export const typingMs = (keys: number, speed: TypingSpeed): number => keys * keyMs[speed];

const shiftKey = { keysym: 0xffe1, code: "ShiftLeft" } as const;
const altGrKey = { keysym: 0xfe03, code: "AltRight" } as const;

/** Types keys one after the other, at a pace that a guest can follow. */
export class KeyTypist {
  readonly #o: KeyTypistOptions;
  #cancel: (() => void) | undefined;
  #keyMs: number = keyMs.normal;

  constructor(options: KeyTypistOptions) {
    this.#o = options;
  }

  /** Replaces what is being typed. */
  type(presses: readonly KeyPress[], speed: TypingSpeed): void {
    this.stop();
    this.#keyMs = keyMs[speed];
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
    const held = [...(press.shift ? [shiftKey] : []), ...(press.altGr ? [altGrKey] : [])];
    for (const key of held) keyboard.sendKey(key.keysym, key.code, true);
    keyboard.sendKey(press.keysym, press.code, true);
    keyboard.sendKey(press.keysym, press.code, false);
    for (const key of held.toReversed()) keyboard.sendKey(key.keysym, key.code, false);
    this.#o.progress({ sent: index + 1, total: presses.length });
    this.#cancel = this.#o.clock.after(this.#keyMs, () => this.#typeFrom(presses, index + 1));
  }
}
