/**
 * Gob streams with everything taken out that an encoder may choose: type numbers and names, order of map entries,
 * cutting into chunks. What is left is the shape of the types and the bytes of the values.
 */
import { readDefinition, typeNumber } from "../../src/gob/definition-reader.ts";
import { FrameQueue } from "../../src/gob/frames.ts";
import { defaultGobLimits } from "../../src/gob/limits.ts";
import { GobReader } from "../../src/gob/reader.ts";
import { type SenderNode, SenderTypes } from "../../src/gob/sender-types.ts";

/** One text per message of a stream. */
export function canonicalMessages(stream: Uint8Array): string[] {
  return new Walker(stream).messages();
}

/** A type in words: equal for equal types, even where a sender has defined one of them twice. */
function shapeOf(node: SenderNode, seen = new Map<SenderNode, number>()): string {
  const known = seen.get(node);
  if (known !== undefined) return `#${known}`;
  if (node.fields) {
    seen.set(node, seen.size);
    return `{${node.fields.map((field) => `${field.name} ${shapeOf(field.node, seen)}`).join()}}`;
  }
  const parts = [node.key, node.elem].filter((part) => part !== undefined);
  return `${node.kind}${node.len ?? ""}(${parts.map((part) => shapeOf(part, seen)).join()})`;
}

class Walker extends GobReader {
  readonly #frames = new FrameQueue(defaultGobLimits.maxMessageBytes);
  readonly #types = new SenderTypes(defaultGobLimits);

  constructor(stream: Uint8Array) {
    super();
    this.budget = defaultGobLimits.maxDecodedBytes;
    this.#frames.push(stream);
  }

  messages(): string[] {
    const messages: string[] = [];
    while (this.#frames.length > 0) {
      this.#openChunk();
      const id = typeNumber(this);
      if (id < 0) this.#define(-id);
      else messages.push(this.#top(id));
    }
    return messages;
  }

  #openChunk(): void {
    if (!this.#frames.take()) throw new Error("the stream ends in the middle of a message");
    this.open(this.#frames.buffer, this.#frames.start, this.#frames.end);
  }

  #define(id: number): void {
    const definition = readDefinition(this);
    this.#types.define(id, definition, 0);
  }

  #top(id: number): string {
    const node = this.#types.resolve(id);
    if (node.kind !== "struct") this.length();
    return `${shapeOf(node)} ${this.#value(node)}`;
  }

  #value(node: SenderNode): string {
    switch (node.kind) {
      case "struct":
        return this.#struct(node);
      case "slice":
      case "array":
        return `[${Array.from({ length: this.length() }, () => this.#value(node.elem as SenderNode)).join()}]`;
      case "map": {
        const { key, elem } = node as { key: SenderNode; elem: SenderNode };
        const entries = Array.from(
          { length: this.length() },
          () => `${this.#value(key)}:${this.#value(elem)}`,
        );
        return `map(${entries.sort().join()})`;
      }
      case "interface":
        return this.#interface();
      default:
        return this.#bytes(node);
    }
  }

  #bytes(node: SenderNode): string {
    const start = this.pos;
    if (node.kind === "bool" || node.kind === "int" || node.kind === "uint") this.uint64();
    else if (node.kind === "float") return this.#float();
    else if (node.kind === "complex") return `${this.#float()} ${this.#float()}`;
    else this.bytes();
    const hex = this.buf.toString("hex", start, this.pos);
    // A vector's "Z" may be UTC or a zone beside it; where it says which, the decoded time is held against that.
    return node.kind === "gobEncoder" ? hex.replace(/^(0f01.{24})0000$/, "$1ffff") : hex;
  }

  /** Processors make many NaNs, and a vector does not say which one was meant. */
  #float(): string {
    const start = this.pos;
    return Number.isNaN(this.float64()) ? "NaN" : this.buf.toString("hex", start, this.pos);
  }

  #struct(node: SenderNode): string {
    const parts: string[] = [];
    for (let field = -1; ; ) {
      const step = this.length();
      if (step === 0) return `{${parts.join()}}`;
      field += step;
      const { node: part } = (node.fields ?? [])[field] as { node: SenderNode };
      parts.push(`${field}=${this.#value(part)}`);
    }
  }

  #interface(): string {
    const name = this.string();
    if (name === "") return "nil";
    for (;;) {
      if (this.pos >= this.end) this.#openChunk();
      const id = typeNumber(this);
      if (id < 0) {
        this.#define(-id);
        if (this.pos < this.end) this.length();
        continue;
      }
      this.length();
      return `(${name} ${this.#top(id)})`;
    }
  }
}
