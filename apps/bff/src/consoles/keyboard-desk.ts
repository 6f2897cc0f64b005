import type { SerialClientMessage, SerialViewer as ViewerOnTheWire } from "@stackdeck/api-types";
import type { ConsoleCaller, ConsoleVm } from "./console-ports.ts";
import { Keyboard, type KeyboardAnswer } from "./keyboard.ts";
import type { SerialViewer } from "./serial-viewer.ts";

/** What viewers say about the keyboard. */
export type KeyboardMessage = Extract<
  SerialClientMessage,
  { type: "ask-keyboard" | "give-keyboard" | "take-keyboard" | "release-keyboard" }
>;

export interface KeyboardDeskOptions {
  /** Everybody who is at the console, by id. */
  readonly viewers: ReadonlyMap<string, SerialViewer>;
  readonly vm: () => ConsoleVm;
  /** The keyboard was given or taken. */
  readonly onChange: (caller: ConsoleCaller, what: string) => void;
}

/** Hands the keyboard of a serial console from one viewer to the other, and tells everybody who is here. */
export class KeyboardDesk {
  readonly #o: KeyboardDeskOptions;
  readonly #keyboard = new Keyboard();

  constructor(options: KeyboardDeskOptions) {
    this.#o = options;
  }

  join({ id, caller }: SerialViewer, wantsKeyboard: boolean): void {
    const vm = this.#o.vm();
    const rights = { mayWrite: caller.may("write", vm), mayTake: caller.may("take", vm) };
    this.#keyboard.join({ id, userName: caller.userName, ...rights }, wantsKeyboard);
  }

  leave(viewer: SerialViewer): void {
    this.#keyboard.leave(viewer.id);
    this.tellViewers();
  }

  /** Why the viewer does not type; a keyboard that nobody has is theirs. */
  whyNotType(viewer: SerialViewer): string | undefined {
    if (this.#keyboard.holder === undefined && this.#keyboard.take(viewer.id).ok) this.tellViewers();
    if (this.#keyboard.holder === viewer.id) return undefined;
    if (!viewer.caller.may("write", this.#o.vm())) return "You may watch this console but not type.";
    const holder = this.#o.viewers.get(this.#keyboard.holder ?? "");
    return `${holder?.caller.userName ?? "Somebody else"} has the keyboard.`;
  }

  message(viewer: SerialViewer, message: KeyboardMessage): void {
    switch (message.type) {
      case "ask-keyboard":
        this.#ask(viewer);
        break;
      case "give-keyboard":
        this.#change(viewer, this.#keyboard.give(viewer.id, message.viewerId), "given");
        break;
      case "take-keyboard":
        this.#change(viewer, this.#keyboard.take(viewer.id), "taken");
        break;
      case "release-keyboard":
        this.#keyboard.release(viewer.id);
        this.tellViewers();
        break;
    }
  }

  /** Tells everybody who is here and who has the keyboard. */
  tellViewers(): void {
    const everybody = [...this.#o.viewers.values()];
    const all = everybody.map(({ id, caller }) => ({
      id,
      userName: caller.userName,
      writer: id === this.#keyboard.holder,
      mayWrite: caller.may("write", this.#o.vm()),
    }));
    for (const viewer of everybody) {
      const viewers = all.map((other): ViewerOnTheWire => ({ ...other, you: other.id === viewer.id }));
      viewer.send({ type: "viewers", viewers });
    }
  }

  #ask(viewer: SerialViewer): void {
    const { answer, tell } = this.#keyboard.ask(viewer.id);
    const { userName } = viewer.caller;
    if (!answer.ok) viewer.send({ type: "rejected", bytes: 0, reason: answer.reason });
    else if (tell === undefined) this.tellViewers();
    else this.#o.viewers.get(tell)?.send({ type: "keyboard-asked", viewerId: viewer.id, userName });
  }

  #change(viewer: SerialViewer, answer: KeyboardAnswer, what: string): void {
    if (!answer.ok) {
      viewer.send({ type: "rejected", bytes: 0, reason: answer.reason });
      return;
    }
    this.#o.onChange(viewer.caller, what);
    this.tellViewers();
  }
}
