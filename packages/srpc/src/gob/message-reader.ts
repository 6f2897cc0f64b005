/**
 * A reader that knows the stream it reads from: it looks up types by number and, where an interface value brings the
 * definition of its type along, goes on in the next chunk.
 */
import type { InterfaceWireType, ValueForm, WireType } from "../wire-type.ts";
import { type DecoderProgram, decoderProgram } from "./decoder-program.ts";
import { readDefinition, typeNumber } from "./definition-reader.ts";
import { GobError } from "./errors.ts";
import type { GobLimits } from "./limits.ts";
import { corrupt, GobReader } from "./reader.ts";
import { type Definition, type SenderNode, SenderTypes } from "./sender-types.ts";
import type { SkippingReader } from "./skip.ts";
import { skipValue } from "./skip.ts";
import { pointee } from "./wire-facts.ts";

const maxNameBytes = 1024;

interface Failure {
  readonly error: unknown;
  readonly types: number;
}

export class MessageReader extends GobReader implements SkippingReader {
  readonly types: SenderTypes;
  /** Numbers of the types defined since the current message began. */
  defined: number[] = [];
  readonly #form: ValueForm;
  readonly #nextChunk: () => void;
  readonly #programs = new Map<WireType, Map<number, DecoderProgram | Failure>>();

  /** @param nextChunk opens the next chunk of the message being read, or throws if it is not there yet */
  constructor(limits: GobLimits, form: ValueForm, nextChunk: () => void) {
    super(limits);
    this.types = new SenderTypes(limits);
    this.#form = form;
    this.#nextChunk = nextChunk;
  }

  badTop(): never {
    throw corrupt("a value that is no struct does not begin with a zero byte");
  }

  badArray(): never {
    throw corrupt("an array has another length than its type");
  }

  /** Reads a definition, after its (negated) number `id`. */
  define(id: number): void {
    const start = this.pos;
    this.types.define(id, this.#definition(), this.pos - start);
    this.defined.push(id);
  }

  /** Looks at no more bytes than a definition may have; the rest of the chunk may belong to the value around it. */
  #definition(): Definition {
    const { end, pos: start } = this;
    this.end = Math.min(end, start + this.types.admit());
    const isCut = this.end < end;
    try {
      const definition = readDefinition(this);
      if (!isCut || this.pos < this.end) return definition;
    } catch (error) {
      if (!isCut) throw error;
    } finally {
      this.end = end;
    }
    throw new GobError("limit", "type definitions are too large");
  }

  /** The decoder for a value of the sender's type `id`. */
  program(id: number, type: WireType): DecoderProgram {
    let byId = this.#programs.get(type);
    if (!byId) {
      byId = new Map();
      this.#programs.set(type, byId);
    }
    const known = byId.get(id);
    if (known && "decode" in known) return known;
    if (known && known.types === this.types.size) throw known.error;
    try {
      const made = decoderProgram(this.types.resolve(id), type, this.#form);
      byId.set(id, made);
      return made;
    } catch (error) {
      byId.set(id, { error, types: this.types.size });
      throw error;
    }
  }

  /** Skips a top-level value of the sender's type `id`. */
  skipTop(id: number): void {
    const node: SenderNode = this.types.resolve(id);
    if (node.kind !== "struct" && this.length() !== 0) this.badTop();
    skipValue(this, node);
  }

  interfaceValue(type: InterfaceWireType): { $type: string; $value: unknown } | null {
    const name = this.#interfaceName();
    if (name === "") return null;
    const implementation = type.implementations.get(name);
    if (!implementation) throw new GobError("mismatch", `the type of an interface value is not registered`);
    this.enter();
    const id = this.#interfaceType();
    this.length();
    const value = this.program(id, pointee(implementation)).decode(this);
    this.depth--;
    return { $type: name, $value: value };
  }

  skipInterface(): void {
    if (this.#interfaceName() === "") return;
    this.#interfaceType();
    const length = this.span();
    this.pos += length;
  }

  #interfaceName(): string {
    const length = this.span();
    if (length > maxNameBytes)
      throw new GobError("limit", "the name of an interface value's type is too long");
    const start = this.pos;
    this.pos += length;
    return this.buf.toString("utf8", start, this.pos);
  }

  /** The type number of an interface value; definitions may come before it, each ending its chunk. */
  #interfaceType(): number {
    for (;;) {
      if (this.pos >= this.end) this.#nextChunk();
      const id = typeNumber(this);
      if (id >= 0) return id;
      this.define(-id);
      if (this.pos < this.end) this.length();
    }
  }
}
