import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { runCaptureFolder } from "../tools/captures/run-folder.ts";

const testdata = fileURLToPath(new URL("../testdata", import.meta.url));
const typeFolders = [testdata, join(testdata, "vectors")];

let scratch: string | undefined;
afterEach(() => {
  if (scratch !== undefined) rmSync(scratch, { recursive: true });
  scratch = undefined;
});

test("every capture replays against client and server, however it is cut", { timeout: 120_000 }, async () => {
  const { passed, failures } = await runCaptureFolder(join(testdata, "captures"), typeFolders);
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThan(1000);
});

interface Recorded {
  text?: string;
  value?: unknown;
}

test.each<[string, string, (message: Recorded) => void]>([
  [
    "a value that is not what the bytes say",
    "list-vms-gob",
    (message) => {
      if (message.value !== undefined) message.value = { IpAddresses: ["CgkBCg=="] };
    },
  ],
  [
    "a refusal of another text",
    "no-method-powers-gob",
    (message) => {
      if (message.text === "access to method denied") message.text = "access to method granted";
    },
  ],
])("the replay notices %s", async (_what, name, change) => {
  const capture = JSON.parse(readFileSync(join(testdata, "captures", `${name}.json`), "utf8")) as {
    messages: Recorded[];
  };
  capture.messages.forEach(change);
  scratch = mkdtempSync(join(tmpdir(), "captures-"));
  writeFileSync(join(scratch, `${name}.json`), JSON.stringify(capture));
  const { failures } = await runCaptureFolder(scratch, typeFolders);
  expect(failures.some((failure) => failure.includes("client, whole"))).toBe(true);
});
