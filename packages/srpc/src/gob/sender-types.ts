/**
 * Types as the sender describes them on the stream. Definitions refer to each other by number and in any order;
 * `SenderTypes.resolve` turns them into a graph, which may have cycles.
 */
import { GobError } from "./errors.ts";
import type { GobLimits } from "./limits.ts";

export type SenderKind =
  | "bool"
  | "int"
  | "uint"
  | "float"
  | "bytes"
  | "string"
  | "complex"
  | "interface"
  | "array"
  | "slice"
  | "struct"
  | "map"
  | "gobEncoder"
  | "opaque";

/** A resolved type of the sender. Composite ones are filled in after creation, as types may contain themselves. */
export interface SenderNode {
  readonly kind: SenderKind;
  elem?: SenderNode;
  key?: SenderNode;
  /** Length of an array. */
  len?: number;
  fields?: SenderField[];
}

export interface SenderField {
  readonly name: string;
  readonly node: SenderNode;
}

/** One definition as received, with references by number. */
export interface Definition {
  readonly kind: "array" | "slice" | "struct" | "map" | "gobEncoder" | "opaque" | "none";
  readonly elem?: number;
  readonly key?: number;
  readonly len?: number;
  readonly fields?: readonly { readonly name: string; readonly id: number }[];
}

const builtIn: readonly (SenderNode | undefined)[] = [
  undefined,
  { kind: "bool" },
  { kind: "int" },
  { kind: "uint" },
  { kind: "float" },
  { kind: "bytes" },
  { kind: "string" },
  { kind: "complex" },
  { kind: "interface" },
];

const firstUserType = 64;

/** The types defined on one stream. */
export class SenderTypes {
  readonly #definitions = new Map<number, { readonly definition: Definition; readonly bytes: number }>();
  readonly #nodes = new Map<number, SenderNode>();
  readonly #limits: GobLimits;
  #bytes = 0;

  constructor(limits: GobLimits) {
    this.#limits = limits;
  }

  /** Number of definitions so far. */
  get size(): number {
    return this.#definitions.size;
  }

  /** How many bytes the next definition may have. Throws if there may be none. */
  admit(): number {
    if (this.#definitions.size >= this.#limits.maxTypes) throw new GobError("limit", "too many types");
    return Math.min(this.#limits.maxDefinitionBytes, this.#limits.maxDefinitionsBytes - this.#bytes);
  }

  define(id: number, definition: Definition, bytes: number): void {
    if (id < firstUserType || this.#definitions.has(id)) {
      throw new GobError("corrupt", `type ${id} is defined twice or reserved`);
    }
    this.#definitions.set(id, { definition, bytes });
    this.#bytes += bytes;
  }

  /** Takes back definitions that belonged to a message which turned out to be incomplete. */
  forget(ids: readonly number[]): void {
    for (const id of ids) {
      this.#bytes -= this.#definitions.get(id)?.bytes ?? 0;
      this.#definitions.delete(id);
    }
    if (ids.length > 0) this.#nodes.clear();
  }

  /** The type with its parts; throws if it or one of its parts is not defined. */
  resolve(id: number): SenderNode {
    const known = this.#nodes.get(id);
    if (known) return known;
    const made = new Map<number, SenderNode>();
    const root = this.#build(id, made);
    for (const [partId, node] of made) this.#nodes.set(partId, node);
    return root;
  }

  /** Breadth first with a work list: a chain of definitions must not use up the stack. */
  #build(id: number, made: Map<number, SenderNode>): SenderNode {
    const open: (() => void)[] = [];
    const node = (ref: number): SenderNode => {
      const basic = builtIn[ref] ?? this.#nodes.get(ref) ?? made.get(ref);
      if (basic) return basic;
      const definition = this.#definitions.get(ref)?.definition;
      if (!definition || definition.kind === "none") {
        throw new GobError("corrupt", `type ${ref} is not defined`);
      }
      const created: SenderNode = { kind: definition.kind };
      made.set(ref, created);
      open.push(() => fill(created, definition, node));
      return created;
    };
    const root = node(id);
    for (let next = open.pop(); next; next = open.pop()) next();
    return root;
  }
}

function fill(created: SenderNode, definition: Definition, node: (ref: number) => SenderNode): void {
  if (definition.elem !== undefined) created.elem = node(definition.elem);
  if (definition.key !== undefined) created.key = node(definition.key);
  if (definition.len !== undefined) created.len = definition.len;
  if (definition.fields) created.fields = definition.fields.map((f) => ({ name: f.name, node: node(f.id) }));
}

const interfaceHolders = new WeakMap<SenderNode, boolean>();

/** Whether values of the type may hold interface values: these may go on in the stream's next chunk. */
export function holdsInterface(root: SenderNode): boolean {
  let holds = interfaceHolders.get(root);
  if (holds === undefined) {
    holds = reachesInterface(root);
    interfaceHolders.set(root, holds);
  }
  return holds;
}

function reachesInterface(root: SenderNode): boolean {
  const seen = new Set<SenderNode>();
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === "interface") return true;
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.key) open.push(node.key);
    if (node.elem) open.push(node.elem);
    for (const field of node.fields ?? []) open.push(field.node);
  }
  return false;
}

/** Bytes each element of a list, array or map has at least in the chunk where the list begins; 0 if it may go on elsewhere. */
export function leastBytes(list: SenderNode): number {
  if (holdsInterface(list)) return 0;
  return list.key ? 2 : 1;
}

/** Text that is equal for equal types, whatever numbers the sender gave them. */
export function signatureOf(root: SenderNode): string {
  const seen = new Map<SenderNode, number>();
  const out: string[] = [];
  const open: SenderNode[] = [root];
  const mention = (node: SenderNode): string => {
    if (!node.elem && !node.fields) return node.kind;
    let index = seen.get(node);
    if (index === undefined) {
      index = seen.size;
      seen.set(node, index);
      open.push(node);
    }
    return `#${index}`;
  };
  out.push(mention(root));
  open.length = seen.has(root) ? 1 : 0;
  for (let at = 0; at < open.length; at++) {
    const node = open[at] as SenderNode;
    const parts = (node.fields ?? []).map((f) => `${JSON.stringify(f.name)}:${mention(f.node)}`);
    if (node.key) parts.push(mention(node.key));
    if (node.elem) parts.push(mention(node.elem));
    out.push(`${node.kind}${node.len ?? ""}(${parts.join(",")})`);
  }
  return out.join(";");
}
