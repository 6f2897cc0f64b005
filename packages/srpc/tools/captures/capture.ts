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

export function plaintextOf(capture: Capture): Plaintext {
  const handshake = capture.steps.findIndex((step) => step.dir === "tls");
  const firstAnswer = capture.steps.findIndex((step) => step.dir === "s2c");
  const start = handshake >= 0 ? handshake : firstAnswer < 0 ? capture.steps.length : firstAnswer;
  const join = (dir: string, steps: Capture["steps"]): Buffer =>
    Buffer.concat(steps.filter((step) => step.dir === dir).map((step) => Buffer.from(step.hex ?? "", "hex")));
  const before = capture.steps.slice(0, start + 1);
  const after = capture.steps.slice(start + 1);
  return {
    greeting: { c2s: join("c2s", before), s2c: join("s2c", before) },
    c2s: join("c2s", after),
    s2c: join("s2c", after),
  };
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
