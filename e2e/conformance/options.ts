/** Command line of the conformance run. */
import { parseArgs } from "node:util";
import type { Address } from "./client.ts";

export interface RunArguments {
  readonly simulator: boolean;
  readonly address: Address | undefined;
  readonly second: Address | undefined;
  readonly certDir: string | undefined;
  readonly identity: string | undefined;
  readonly subnet: string | undefined;
  readonly image: string | undefined;
  readonly disposable: boolean;
  readonly only: RegExp | undefined;
  readonly json: string | undefined;
  /** What the API checklist builds on: held against the run, or written from it. */
  readonly evidence: string | undefined;
  readonly writeEvidence: boolean;
  readonly verbose: boolean;
}

export const usage = `usage: pnpm conformance --simulator
       pnpm conformance --address HOST:PORT --cert-dir DIR

Tests each method of the protocol against a hypervisor. Virtual machines that are changed or destroyed are
always ones that the run created.

  --simulator            start simulated hypervisors and test them
  --address HOST:PORT    the hypervisor to test
  --cert-dir DIR         client certificates NAME.cert and NAME.key: one with all powers, three without any, one
                         of these in a group of its own
  --identity NAME        user name of the certificate that creates the test VMs
  --second-address H:P   a second hypervisor, for copies and migrations (reachable from the first under its name)
  --subnet ID            subnet of the test VMs (default: the open one with most free addresses)
  --image NAME           an image that the hypervisor can get from its image server
  --disposable           also test what changes the hypervisor itself: subnets, pool, owners, disabling
  --only REGEX           only tests whose "Method: name" matches
  --json FILE            write the counts and failures there
  --evidence FILE        fail unless the file says how many tests of each method passed
  --write-evidence       write that file instead
  --verbose              also print what passed
  --help                 print this`;

/** A mistake on the command line, in one sentence. */
export class UsageError extends Error {}

function parseAddress(text: string | undefined, option: string): Address | undefined {
  if (text === undefined) return undefined;
  const match = /^(?:\[(?<v6>[^\]]+)\]|(?<host>[^:]+))(?::(?<port>\d{1,5}))?$/.exec(text);
  const host = match?.groups?.v6 ?? match?.groups?.host;
  if (host === undefined) throw new UsageError(`${option}: "${text}" is not HOST:PORT`);
  return { host, port: Number(match?.groups?.port ?? 6976) };
}

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;
const known = {
  simulator: flag,
  address: text,
  "second-address": text,
  "cert-dir": text,
  identity: text,
  subnet: text,
  image: text,
  disposable: flag,
  only: text,
  json: text,
  evidence: text,
  "write-evidence": flag,
  verbose: flag,
};

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: known }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** @throws UsageError naming the option that is wrong */
export function parseArguments(argv: readonly string[]): RunArguments {
  const values = parse(argv);
  if (!values.simulator && (values.address === undefined || values["cert-dir"] === undefined))
    throw new UsageError("Give --simulator, or --address and --cert-dir.");
  return {
    simulator: values.simulator,
    address: parseAddress(values.address, "--address"),
    second: parseAddress(values["second-address"], "--second-address"),
    certDir: values["cert-dir"],
    identity: values.identity,
    subnet: values.subnet,
    image: values.image,
    disposable: values.disposable,
    only: values.only === undefined ? undefined : new RegExp(values.only, "i"),
    json: values.json,
    evidence: values.evidence,
    writeEvidence: values["write-evidence"],
    verbose: values.verbose,
  };
}
