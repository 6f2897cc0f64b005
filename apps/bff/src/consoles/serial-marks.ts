import type { SerialMarkKind } from "@stackdeck/api-types";

/** Something that happened at a place in the stream. Numbers count up, so a viewer knows which it has shown. */
export interface SerialMark {
  readonly number: number;
  readonly offset: number;
  readonly kind: SerialMarkKind;
  /** RFC 3339. */
  readonly on: string;
  readonly text: string;
}

/** More than this many are not kept: a VM in a restart loop must not fill the memory. */
const maxMarks = 256;

/** Marks of one stream, oldest first. */
export class SerialMarks {
  #marks: SerialMark[] = [];
  #next = 0;

  /** Number of the next mark. */
  get next(): number {
    return this.#next;
  }

  get all(): readonly SerialMark[] {
    return this.#marks;
  }

  add(mark: Omit<SerialMark, "number">): SerialMark {
    const numbered = { ...mark, number: this.#next++ };
    this.#marks.push(numbered);
    if (this.#marks.length > maxMarks) this.#marks.shift();
    return numbered;
  }

  /** First mark numbered `number` or later. */
  from(number: number): SerialMark | undefined {
    if (number >= this.#next) return undefined;
    const oldest = this.#next - this.#marks.length;
    return this.#marks[Math.max(number - oldest, 0)];
  }

  /** Number of the first mark that a viewer which has everything before `offset` may not have seen. */
  firstAt(offset: number): number {
    return this.#marks.find((mark) => mark.offset >= offset)?.number ?? this.#next;
  }

  /** Forgets marks of bytes that are gone. */
  forgetBefore(offset: number): void {
    while (this.#marks[0] !== undefined && this.#marks[0].offset < offset) this.#marks.shift();
  }
}
