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

test.each([
  ["a value that is not what the bytes say", '"IpAddress":"10.9.0', '"IpAddress":"10.9.1'],
  ["a refusal of another text", "access to method denied", "access to method granted"],
])("the replay notices %s", async (_what, from, to) => {
  const source = from.startsWith("access") ? "no-method-powers-gob.json" : "list-vms-json.json";
  const text = readFileSync(join(testdata, "captures", source), "utf8");
  const capture = JSON.parse(text) as { messages: { text?: string; value?: unknown }[] };
  for (const message of capture.messages) {
    if (message.text === from) message.text = to;
    else if (!from.startsWith("access") && message.value !== undefined)
      message.value = { IpAddresses: ["CgkBCg=="] };
  }
  scratch = mkdtempSync(join(tmpdir(), "captures-"));
  writeFileSync(join(scratch, source), JSON.stringify(capture));
  const { failures } = await runCaptureFolder(scratch, typeFolders);
  expect(failures.some((failure) => failure.includes("client, whole"))).toBe(true);
});
