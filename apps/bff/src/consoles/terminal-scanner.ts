import type { Param } from "./terminal-pen.ts";
import type { TerminalState } from "./terminal-state.ts";

/** Where in a sequence the next byte belongs. */
type Place =
  | "ground"
  | "escape"
  | "csi"
  | "csi-ignored"
  /** Of an operating system command, which a bell ends as well. */
  | "osc"
  | "dcs-head"
  | "dcs"
  /** Start of string, privacy message, application command: nothing a terminal acts on. */
  | "other-string";

/** What brings a terminal's parser to a place, other than `escape` and `csi`, without a meaning of its own. */
const openers: Readonly<Partial<Record<Place, string>>> = {
  "csi-ignored": "\x1b[0?",
  osc: "\x1b]x",
  "dcs-head": "\x1bP",
  dcs: "\x1bP~",
  "other-string": "\x1b_",
};
/** Behind an escape, and as one control character of the second set. */
const introducers: Readonly<Record<string, Place>> = {
  "[": "csi",
  "]": "osc",
  P: "dcs-head",
  X: "other-string",
  "^": "other-string",
  _: "other-string",
};
const escapeByte = 0x1b;
const cancels = [0x18, 0x1a];
/** Sent before a control character of the second set (U+0080 to U+009F) in UTF-8. */
const secondSet = 0xc2;
/** All that may leave the ground or choose other letters. */
const stirring = [0x0e, 0x0f, escapeByte, secondSet];
const isStirring = Uint8Array.from({ length: 256 }, (_, byte) => (stirring.includes(byte) ? 1 : 0));
const [openBracket, questionMark, semicolon, zero, nine] = [0x5b, 0x3f, 0x3b, 0x30, 0x39] as const;
/** So far bytes are looked at one by one. */
const nearBytes = 64;
/** In bytes; a longer one goes the longer way. */
const longestPlain = 64;
/** Longer ones are no sequences that set something. */
const longestSequence = 512;
const mostParams = 32;

/**
 * Reads a terminal's stream for what it sets and passes over what it draws. Costs little more than a search for escapes,
 * so that it may look at everything that goes by; a terminal itself could not.
 */
export class TerminalScanner {
  readonly #state: TerminalState;
  #place: Place = "ground";
  /** Of the sequence under way, behind what introduces it. */
  #collected = "";
  #secondSetFollows = false;

  constructor(state: TerminalState) {
    this.#state = state;
  }

  take(bytes: Uint8Array): void {
    const stirringBytes = new StirringBytes(bytes);
    let at = 0;
    while (at < bytes.length) {
      if (this.#place === "ground" && !this.#secondSetFollows) {
        const next = stirringBytes.next(at);
        if (next > at) this.#state.drew();
        at = next;
        if (at >= bytes.length) return;
      }
      const behind = this.#place === "ground" ? this.#plainSequence(bytes, at) : at;
      if (behind === at) this.#byte(bytes[at++]!);
      else at = behind;
    }
  }

  /**
   * The shortest way for what most sequences are: numbers and a letter, all of it here.
   * @returns where it ends, or `from` when there is no such sequence
   */
  #plainSequence(bytes: Uint8Array, from: number): number {
    if (bytes[from] !== escapeByte || bytes[from + 1] !== openBracket) return from;
    const isPrivate = bytes[from + 2] === questionMark;
    const params = [0];
    for (let at = from + (isPrivate ? 3 : 2); at < bytes.length; at += 1) {
      const byte = bytes[at]!;
      if (byte >= 0x40 && byte < 0x7f) {
        const letter = String.fromCharCode(byte);
        this.#state.csi(isPrivate ? `?${letter}` : letter, params);
        return at + 1;
      }
      if (byte === semicolon && params.length < mostParams) params.push(0);
      else if (byte >= zero && byte <= nine && at - from < longestPlain)
        params[params.length - 1] = params[params.length - 1]! * 10 + byte - zero;
      else return from;
    }
    return from;
  }

  /** What the sequence that is under way has begun with: the rest of it follows in the stream. */
  pending(): string {
    if (this.#place === "ground") return "";
    if (this.#place === "escape") return `\x1b${this.#collected}`;
    return this.#place === "csi" ? `\x1b[${this.#collected}` : openers[this.#place]!;
  }

  #byte(byte: number): void {
    const isOfSecondSet = this.#secondSetFollows && byte >= 0x80 && byte <= 0xbf;
    this.#secondSetFollows = false;
    if (isOfSecondSet && byte <= 0x9f) this.#introduce(String.fromCharCode(byte - 0x40));
    else if (isOfSecondSet) this.#letter();
    else if (byte === secondSet) this.#secondSetFollows = true;
    else if (byte === escapeByte) this.#enter("escape");
    else if (cancels.includes(byte)) this.#enter("ground");
    else if (byte > secondSet) this.#letter();
    else if (byte < 0x20) this.#control(byte);
    else if (byte < 0x7f) this.#printable(byte);
  }

  #enter(place: Place): void {
    this.#place = place;
    this.#collected = "";
  }

  /** A letter beyond ASCII: the text of some strings, the end of everything else. */
  #letter(): void {
    if (this.#place === "ground") this.#state.drew();
    else if (this.#place !== "osc" && this.#place !== "dcs" && this.#place !== "csi-ignored")
      this.#enter("ground");
  }

  /** @param letter follows an escape, or stands for a control character of the second set */
  #introduce(letter: string): void {
    const place = introducers[letter];
    this.#enter(place ?? "ground");
    if (place === undefined) this.#state.escape(letter);
  }

  #control(byte: number): void {
    if (this.#place === "osc") {
      if (byte === 0x07) this.#enter("ground");
    } else if (this.#place !== "dcs-head" && this.#place !== "dcs" && this.#place !== "other-string")
      this.#state.control(byte);
  }

  #printable(byte: number): void {
    const letter = String.fromCharCode(byte);
    switch (this.#place) {
      case "ground":
        this.#state.drew();
        break;
      case "escape":
        this.#escapeLetter(letter);
        break;
      case "csi":
        this.#csiLetter(letter);
        break;
      case "csi-ignored":
        if (byte >= 0x40) this.#enter("ground");
        break;
      case "dcs-head":
        if (byte >= 0x40) this.#enter("dcs");
        break;
      default:
    }
  }

  #escapeLetter(letter: string): void {
    if (letter < "0") this.#collect(letter);
    else if (this.#collected === "") this.#introduce(letter);
    else {
      const sequence = this.#collected + letter;
      this.#enter("ground");
      this.#state.escape(sequence);
    }
  }

  #csiLetter(letter: string): void {
    if (letter >= "@") {
      const collected = this.#collected;
      this.#enter("ground");
      const [, prefix = "", params = "", between = ""] = /^([<-?]?)([0-;]*)([ -/]*)$/.exec(collected) ?? [];
      this.#state.csi(prefix + between + letter, paramsOf(params));
      return;
    }
    const isMisplaced =
      (letter >= "<" && this.#collected !== "") || (letter >= "0" && /[ -/]$/.test(this.#collected));
    if (isMisplaced) this.#enter("csi-ignored");
    else this.#collect(letter);
  }

  #collect(letter: string): void {
    if (this.#collected.length < longestSequence) this.#collected += letter;
  }
}

/** Where the next bytes are that may leave the ground: near ones are looked for here, far ones by the system, in no time. */
class StirringBytes {
  readonly #bytes: Uint8Array;
  /** Of each of them the next one, as far as it was looked for. */
  readonly #known = stirring.map(() => -1);

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @returns the length when there is none */
  next(from: number): number {
    const bytes = this.#bytes;
    const near = Math.min(bytes.length, from + nearBytes);
    let at = from;
    while (at < near && isStirring[bytes[at]!] === 0) at += 1;
    if (at < near || near === bytes.length) return at;
    let next = bytes.length;
    for (const [index, byte] of stirring.entries()) {
      if (this.#known[index]! < near) {
        const found = bytes.indexOf(byte, near);
        this.#known[index] = found < 0 ? bytes.length : found;
      }
      next = Math.min(next, this.#known[index]!);
    }
    return next;
  }
}

function paramsOf(text: string): readonly Param[] {
  return text.split(";", mostParams).map((param): Param => {
    const [value = "", ...parts] = param.split(":");
    if (parts.length === 0) return Number(value);
    return [Number(value), ...parts.map((part) => (part === "" ? -1 : Number(part)))];
  });
}
