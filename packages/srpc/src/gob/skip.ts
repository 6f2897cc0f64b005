/** Skips values nobody wants, by the sender's type. */
import { corrupt, type GobReader } from "./reader.ts";
import { leastBytes, type SenderNode } from "./sender-types.ts";

/** What a reader must be able to do to skip interface values, whose types may be defined in the middle of a value. */
export interface SkippingReader extends GobReader {
  skipInterface(): void;
}

/** Skips one value of a type. */
export function skipValue(reader: SkippingReader, node: SenderNode): void {
  switch (node.kind) {
    case "bool":
    case "int":
    case "uint":
    case "float":
      reader.uint64();
      return;
    case "complex":
      reader.uint64();
      reader.uint64();
      return;
    case "string":
    case "bytes":
    case "gobEncoder":
    case "opaque": {
      const length = reader.span();
      reader.pos += length;
      return;
    }
    case "interface":
      reader.skipInterface();
      return;
    default:
      reader.enter();
      skipComposite(reader, node);
      reader.depth--;
  }
}

function skipComposite(reader: SkippingReader, node: SenderNode): void {
  if (node.kind === "struct") {
    skipStruct(reader, node);
    return;
  }
  const count = reader.length();
  if (node.kind === "array" && count !== node.len) throw corrupt("an array has another length than its type");
  reader.admit(count, leastBytes(node), 0);
  for (let i = 0; i < count; i++) {
    // An empty struct takes no bytes at the end: without this a huge count would go on for ever.
    if (reader.pos >= reader.end) reader.eof();
    if (node.key) skipValue(reader, node.key);
    skipValue(reader, node.elem as SenderNode);
  }
}

function skipStruct(reader: SkippingReader, node: SenderNode): void {
  let field = -1;
  while (reader.pos < reader.end) {
    const step = reader.length();
    if (step === 0) return;
    field += step;
    skipField(reader, node, field);
  }
}

/** Skips field number `field` of a struct. */
export function skipField(reader: SkippingReader, struct: SenderNode, field: number): void {
  const wanted = struct.fields?.[field];
  if (!wanted) throw corrupt("a field number is beyond the fields of its type");
  skipValue(reader, wanted.node);
}
