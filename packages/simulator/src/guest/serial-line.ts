/** Somebody attached to the serial line. */
export interface SerialSink {
  /** Takes output; false asks the writer to wait for `ready`. */
  write(data: Buffer): boolean;
  /** Resolves when more output is welcome. */
  ready(): Promise<void>;
  /** The line ended with the VM. */
  end(): void;
}

/** Bytes of boot log that are kept. */
const LOG_LIMIT = 256 * 1024;

/** The serial port of a guest: output goes to whoever is attached, else into the boot log. */
export class SerialLine {
  #log: Buffer[] = [];
  #logged = 0;
  #sink: SerialSink | undefined;
  readonly #input: (data: Buffer) => void;

  constructor(input: (data: Buffer) => void) {
    this.#input = input;
  }

  get isAttached(): boolean {
    return this.#sink !== undefined;
  }

  attach(sink: SerialSink): void {
    this.#sink = sink;
  }

  detach(sink: SerialSink): void {
    if (this.#sink === sink) this.#sink = undefined;
  }

  /** Bytes typed by the attached client. */
  type(data: Buffer): void {
    this.#input(data);
  }

  /** Output of the guest; resolves when it may go on writing. */
  async write(text: string): Promise<void> {
    const data = Buffer.from(text.replace(/\r?\n/g, "\r\n"));
    const sink = this.#sink;
    if (sink === undefined) {
      this.log(data);
      return;
    }
    if (!sink.write(data)) await sink.ready();
  }

  log(data: Buffer): void {
    this.#log.push(data);
    this.#logged += data.length;
    while (this.#logged > LOG_LIMIT && this.#log.length > 1) this.#logged -= this.#log.shift()?.length ?? 0;
  }

  /** A new boot starts a new log. */
  clearLog(): void {
    this.#log = [];
    this.#logged = 0;
  }

  get bootLog(): Buffer {
    return Buffer.concat(this.#log);
  }

  end(): void {
    this.#sink?.end();
    this.#sink = undefined;
  }
}
