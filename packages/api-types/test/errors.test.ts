import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { classifyHypervisorError, errors } from "../src/index.ts";

const reference = JSON.parse(
  readFileSync(new URL("../testdata/methods.json", import.meta.url), "utf8"),
) as readonly {
  name: string;
  errors: readonly string[];
  states: { refused: Record<string, string> } | null;
}[];

const samples: Readonly<Record<string, string>> = {
  ip: "10.0.0.7",
  mac: "52:54:0a:00:00:07",
  duration: "1m5s",
  size: "1536 MiB",
  path: "/srv/hyper-volumes/10.0.0.7/root.old",
  n: "3",
  state: "17",
  "host:port": "images:6971",
  "os error": "permission denied",
};

/** A text as a hypervisor would say it. */
function filledIn(text: string): string {
  return text
    .replace(/^\([^)]*\) /, "")
    .replace(/<([^>]+)>/g, (_, what: string) => samples[what] ?? what.replaceAll(" ", "-"));
}

/** Texts that say nothing beforehand, and those that only the operating system knows. */
function isOpen(text: string): boolean {
  return (
    /^\((?:as|any|stream)|^<[^>]*(?:error|text|dial|source)[^>]*>/.test(text) || text.startsWith("remove ")
  );
}

const texts = [...new Set(reference.flatMap((row) => row.errors))].filter((text) => !isOpen(text));

describe("error texts of the reference", () => {
  test.each(texts)("%s", (text) => {
    const raw = filledIn(text);
    const found = classifyHypervisorError(raw);
    const open = /^error (?:copying|stating|statfsing): |^rename .*permission denied/;
    if (!open.test(raw)) expect(found.code).not.toBe("HYPERVISOR_ERROR");
    expect(found.raw).toBe(raw);
    expect(found).toMatchObject(errors[found.code]);
  });

  test("refusals for the state are told as such", () => {
    const refusals = reference.flatMap((row) => Object.values(row.states?.refused ?? {}));
    for (const text of refusals) expect(classifyHypervisorError(text).code, text).toBe("VM_STATE");
  });
});

test.each([
  ["no VM with IP address: 10.0.0.9 found", "VM_NOT_FOUND"],
  ["no access to resource", "ACCESS_DENIED"],
  ["mutations blocked", "VM_BUSY"],
  ["VM already has a serial port connection", "CONSOLE_BUSY"],
  ["VM is uncommitted", "VM_COMMITMENT"],
  ["no matching subnet for: 10.0.0.1\n", "SUBNET_UNKNOWN"],
  ["error stopping: VM is stopping", "VM_STATE"],
  ["cannot destroy running VM when protected", "VM_PROTECTED"],
  ["stat /x/root.old: no such file or directory", "NOTHING_SAVED"],
  ["hostname: a_b contains invalid character: _", "INVALID_ARGUMENT"],
  ["subnet: web already exists", "SUBNET_CONFLICT"],
  ["10.0.0.1 already exists", "ADDRESS_UNAVAILABLE"],
  ["something nobody expected", "HYPERVISOR_ERROR"],
  ["", "HYPERVISOR_ERROR"],
])("%j is %s", (text, code) => expect(classifyHypervisorError(text).code).toBe(code));

test("hostile texts cost little", () => {
  const started = performance.now();
  for (const part of [": ", "a ", "stat ", "hostname: ", "IPs: map["])
    classifyHypervisorError(part.repeat(1_000_000));
  expect(performance.now() - started).toBeLessThan(500);
});

test("the catalogue speaks to people", () => {
  for (const [code, entry] of Object.entries(errors)) {
    expect(code).toMatch(/^[A-Z][A-Z_]+$/);
    expect(entry.title).toMatch(/^[A-Z].*\.$/);
    expect(entry.status).toBeGreaterThanOrEqual(400);
  }
});
