import type { Fleet, FleetVm } from "../tests/support/fleet.ts";

/** The serial line of a simulated guest, played by the bench: paced output, and what was typed. */
export class GuestLine {
  readonly #fleet: Fleet;
  readonly #vm: FleetVm;
  typed = "";
  poured = 0;
  #pouring = false;
  #number = 0;

  constructor(fleet: Fleet, vm: FleetVm) {
    this.#fleet = fleet;
    this.#vm = vm;
    const line = this.#line;
    line.type = (data: Buffer) => {
      this.typed += data.toString("latin1");
      if (data.includes(3) && this.#pouring) {
        this.#pouring = false;
        void line.write("\r\n^C: stopped by the user\r\n# ");
      }
    };
  }

  /** Writes lines at so many bytes a second until Ctrl-C comes. */
  async pour(bytesPerSecond: number): Promise<void> {
    this.#pouring = true;
    const start = performance.now();
    const text = "\x1b[32mok\x1b[0m the quick brown fox jumps over the lazy dog 0123456789 ABCDEF\n".repeat(
      256,
    );
    while (this.#pouring) {
      const due = ((performance.now() - start) * bytesPerSecond) / 1000;
      while (this.#pouring && this.poured < due) {
        this.poured += text.length;
        await this.#line.write(text);
      }
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
  }

  /** Numbered lines, at least so many bytes of them. @returns the last one */
  async lines(bytes: number): Promise<string> {
    let text = "";
    while (text.length < bytes) text += `${this.#next()} and what was said there, some sixty bytes of it\n`;
    await this.#line.write(text);
    return this.#name(this.#number);
  }

  stop(): void {
    this.#pouring = false;
  }

  #next(): string {
    this.#number += 1;
    return this.#name(this.#number);
  }

  #name(number: number): string {
    return `<line-${String(number).padStart(7, "0")}>`;
  }

  get #line() {
    const virtualiser = this.#fleet.hypervisor(this.#vm.on).state.virtualisers.get(this.#vm.ip);
    if (virtualiser === undefined) throw new Error("the VM does not run");
    return virtualiser.guest.serial;
  }
}
