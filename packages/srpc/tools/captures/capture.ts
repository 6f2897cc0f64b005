/** A recorded connection, as the reference stores it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CoderName } from "../../src/transport/message-coder.ts";
import type { WireType } from "../../src/wire-type.ts";
import type { TypeCatalogue } from "../vectors/type-catalogue.ts";

export interface Capture {
  readonly name: string;
  readonly user: string;
  readonly endpoint: string;
  readonly coder: CoderName | "";
  readonly steps: readonly { readonly dir: string; readonly hex?: string }[];
  readonly messages: readonly RecordedMessage[];
}

export interface RecordedMessage {
  readonly dir: "c2s" | "s2c";
  readonly offset: number;
  readonly length: number;
  readonly kind: string;
  readonly text?: string;
  readonly type?: string;
  readonly value?: unknown;
}

/** A file that should be a capture, and what is wrong with it. */
export interface BrokenCapture {
  readonly file: string;
  readonly problem: string;
}

/** All captures of a folder, by name of their files. */
export function loadCaptures(folder: string): (Capture | BrokenCapture)[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return files.sort().flatMap((file) => readCapture(folder, file) ?? []);
}

/** Undefined for a file that is about something else, such as the types. */
function readCapture(folder: string, file: string): Capture | BrokenCapture | undefined {
  try {
    const content = JSON.parse(readFileSync(join(folder, file), "utf8")) as Partial<Capture> | null;
    if (content?.steps === undefined) return undefined;
    const isWhole = Array.isArray(content.steps) && Array.isArray(content.messages);
    return isWhole ? (content as Capture) : { file, problem: "is no capture" };
  } catch (error) {
    return { file, problem: (error as Error).message };
  }
}

/** What both sides said before the SRPC stream began (CONNECT and its answer) and all after it. */
export interface Plaintext {
  readonly greeting: { readonly c2s: Buffer; readonly s2c: Buffer };
  readonly c2s: Buffer;
  readonly s2c: Buffer;
}

/** Where steps begin and end means nothing: on plain connections the greeting is what is in front of an empty line. */
export function plaintextOf(capture: Capture): Plaintext {
  const handshake = capture.steps.findIndex((step) => step.dir === "tls");
  const isGreetingOnly = capture.messages.length === 0;
  const bytes = (dir: string, steps: Capture["steps"]): Buffer =>
    Buffer.concat(steps.filter((step) => step.dir === dir).map((step) => Buffer.from(step.hex ?? "", "hex")));
  const sides = (dir: "c2s" | "s2c"): [greeting: Buffer, rest: Buffer] => {
    const all = bytes(dir, capture.steps);
    const length = isGreetingOnly
      ? all.length
      : handshake < 0
        ? headLength(all)
        : bytes(dir, capture.steps.slice(0, handshake)).length;
    return [all.subarray(0, length), all.subarray(length)];
  };
  const [askedHead, c2s] = sides("c2s");
  const [answeredHead, s2c] = sides("s2c");
  return { greeting: { c2s: askedHead, s2c: answeredHead }, c2s, s2c };
}

/** Bytes up to the first empty line, itself included; all if there is none. */
function headLength(bytes: Buffer): number {
  const end = /\r?\n\r?\n/.exec(bytes.toString("latin1"));
  return end ? end.index + end[0].length : bytes.length;
}

const stubMessage: WireType = {
  kind: "struct",
  name: "Stub",
  fields: [{ name: "Text", type: { kind: "string" } }],
};

/** The type a capture names; those of the made-up methods have one field. */
export function captureType(types: TypeCatalogue, name: string): WireType {
  return name.startsWith("stub.") ? stubMessage : types.named(name);
}
