/**
 * What a viewer of a screen says to the VNC server of the VM. A viewer always shares the screen: a wish to have it alone
 * would throw the others out. One who may only watch gets no key, pointer or clipboard through.
 */

/** Bytes of the protocol version a client begins with. */
const versionBytes = 12;

/** A message of a viewer: how long it is, and whether it may pass from one who only watches. */
interface Message {
  readonly passes: boolean;
  /** Length of the whole message, or undefined while too little of it is here to tell. */
  readonly length: (bytes: Buffer) => number | undefined;
}

const fixed = (passes: boolean, length: number): Message => ({ passes, length: () => length });
const counted = (passes: boolean, needed: number, length: (bytes: Buffer) => number): Message => ({
  passes,
  length: (bytes) => (bytes.length < needed ? undefined : length(bytes)),
});

const messages: Readonly<Record<number, Message>> = {
  // Pixel format, encodings, update wanted.
  0: fixed(true, 20),
  2: counted(true, 4, (bytes) => 4 + 4 * bytes.readUInt16BE(2)),
  3: fixed(true, 10),
  // Key, pointer, clipboard (negative: the extended kind).
  4: fixed(false, 8),
  5: fixed(false, 6),
  6: counted(false, 8, (bytes) => 8 + Math.abs(bytes.readInt32BE(4))),
  // Continuous updates, fence.
  150: fixed(true, 10),
  248: counted(true, 9, (bytes) => 9 + bytes.readUInt8(8)),
  // Power of the machine, size of the screen.
  250: fixed(false, 4),
  251: counted(false, 8, (bytes) => 8 + 16 * bytes.readUInt8(6)),
  // QEMU: keys, sound.
  255: counted(false, 4, (bytes) => (bytes.readUInt8(1) === 0 ? 12 : bytes.readUInt16BE(2) === 2 ? 10 : 4)),
};

/** Longest beginning of a message that is looked at. */
const maxHeader = 9;

/** Looks at what a viewer sends. */
export class RfbGate {
  readonly #mayType: boolean;
  #phase: "version" | "security" | "init" | "messages" | "open" = "version";
  #rest = Buffer.alloc(0);
  /** Of the message that is passing: how much is still to come. */
  #left = 0;
  #passes = false;

  constructor(mayType: boolean) {
    this.#mayType = mayType;
  }

  /**
   * @returns the bytes that may go on, in order
   * @throws Error when a viewer that only watches sends what is not known
   */
  pass(bytes: Buffer): readonly Buffer[] {
    if (this.#phase === "open") return [bytes];
    const out: Buffer[] = [];
    let input = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    this.#rest = Buffer.alloc(0);
    while (input.length > 0) {
      const taken = this.#step(input, out);
      if (taken === 0) {
        this.#rest = Buffer.from(input);
        break;
      }
      input = input.subarray(taken);
    }
    return out;
  }

  /** @returns how many bytes were dealt with; 0 when more must come first */
  #step(input: Buffer, out: Buffer[]): number {
    switch (this.#phase) {
      case "version":
        if (input.length < versionBytes) return 0;
        // Before 3.7 the server chose the security type and the client said nothing about it.
        this.#phase = input.toString("latin1", 4, 11) < "003.007" ? "init" : "security";
        out.push(input.subarray(0, versionBytes));
        return versionBytes;
      case "security":
        this.#phase = "init";
        out.push(input.subarray(0, 1));
        return 1;
      case "init":
        this.#phase = this.#mayType ? "open" : "messages";
        out.push(Buffer.of(1));
        return 1;
      case "messages":
        return this.#left > 0 ? this.#goOn(input, out) : this.#begin(input, out);
      case "open":
        out.push(input);
        return input.length;
    }
  }

  #begin(input: Buffer, out: Buffer[]): number {
    const message = messages[input.readUInt8(0)];
    if (message === undefined) throw new Error(`a watching viewer sent a message of kind ${input[0]}`);
    const length = message.length(input.subarray(0, maxHeader));
    if (length === undefined) return 0;
    this.#left = length;
    this.#passes = message.passes;
    return this.#goOn(input, out);
  }

  #goOn(input: Buffer, out: Buffer[]): number {
    const taken = Math.min(this.#left, input.length);
    this.#left -= taken;
    if (this.#passes) out.push(input.subarray(0, taken));
    return taken;
  }
}
