import type { TextLookUp } from "@stackdeck/api-types";

/** Rows whose texts lie together. */
export const rowsOfChunk = 256;
/** From this many changed rows on, a chunk is made anew; fewer are looked at one by one. */
const mostChanged = 16;

/** The texts of neighbouring rows as one text. */
interface Chunk {
  readonly text: string;
  /** Where the text of each row begins; one more for the end. */
  readonly starts: Uint32Array;
  /** Slots whose rows are others by now. */
  readonly changed: Set<number>;
}

/** Stand before each text and at the end of a row: nothing that is looked for contains them. */
const textMark = "\n";
const rowMark = "\0";

/** What is looked for: a piece of a text, perhaps at its beginning or end. Printable ASCII in lower case. */
export type TextPiece = Pick<TextLookUp<unknown>, "piece" | "atStart" | "atEnd">;

/**
 * Texts of many rows, laid one after the other. Looking through a few long texts is many times faster than going from
 * row to row, which are all over the memory.
 */
export class TextColumn<Row> {
  readonly #rows: readonly (Row | undefined)[];
  readonly #textsOf: (row: Row) => string | readonly string[];
  readonly #chunks: (Chunk | undefined)[] = [];

  constructor(rows: readonly (Row | undefined)[], textsOf: (row: Row) => string | readonly string[]) {
    this.#rows = rows;
    this.#textsOf = textsOf;
  }

  /** Notes that the row of a slot came, went or changed. */
  touch(slot: number): void {
    this.#chunks[Math.floor(slot / rowsOfChunk)]?.changed.add(slot);
  }

  /** Makes the next few of the chunks that are not there yet; false when all are. */
  prepare(count: number): boolean {
    const chunks = Math.ceil(this.#rows.length / rowsOfChunk);
    let made = 0;
    for (let at = 0; at < chunks && made < count; at++) {
      if (this.#chunks[at] !== undefined) continue;
      this.#make(at);
      made += 1;
    }
    return made === count;
  }

  /** Names the slots of a range of chunks whose rows have a text with this piece, each once, in no order. */
  find(
    wanted: TextPiece,
    range: { readonly from: number; readonly to: number },
    found: (slot: number) => void,
  ): void {
    const needle =
      `${wanted.atStart ? textMark : ""}${wanted.piece}${wanted.atEnd ? textMark : ""}` || textMark;
    const end = Math.ceil(range.to / rowsOfChunk);
    for (let at = range.from / rowsOfChunk; at < end; at++) {
      const known = this.#chunks[at];
      const chunk = known === undefined || known.changed.size > mostChanged ? this.#make(at) : known;
      findIn(chunk, at * rowsOfChunk, needle, found);
      for (const slot of chunk.changed) if (this.#textAt(slot).includes(needle)) found(slot);
    }
  }

  #make(at: number): Chunk {
    const starts = new Uint32Array(rowsOfChunk + 1);
    const texts: string[] = [];
    let length = 0;
    for (let place = 0; place < rowsOfChunk; place++) {
      const text = this.#textAt(at * rowsOfChunk + place);
      starts[place] = length;
      length += text.length;
      texts.push(text);
    }
    starts[rowsOfChunk] = length;
    const chunk = { text: texts.join(""), starts, changed: new Set<number>() };
    this.#chunks[at] = chunk;
    return chunk;
  }

  #textAt(slot: number): string {
    const row = this.#rows[slot];
    if (row === undefined) return rowMark;
    const given = this.#textsOf(row);
    const texts = typeof given === "string" ? [given] : given;
    if (texts.length === 0) return rowMark;
    const marked = texts.map((text) => (text.includes(textMark) ? text.replaceAll(textMark, "\r") : text));
    return `${textMark}${marked.join(textMark).toLowerCase()}${textMark}${rowMark}`;
  }
}

/** After a hit the rest of its row is skipped: each row counts once. */
function findIn(chunk: Chunk, first: number, needle: string, found: (slot: number) => void): void {
  const { text, starts, changed } = chunk;
  let place = 0;
  for (let at = text.indexOf(needle); at >= 0; ) {
    while ((starts[place + 1] as number) <= at) place += 1;
    const slot = first + place;
    if (!changed.has(slot)) found(slot);
    at = text.indexOf(needle, starts[place + 1]);
  }
}
