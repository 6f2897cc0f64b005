/** `pnpm captures [DIR]`: replays a folder of recorded connections against client and server. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { runCaptureFolder } from "./captures/run-folder.ts";

const testdata = resolve("packages/srpc/testdata");
const folder = resolve(process.argv[2] ?? join(testdata, "captures"));
if (!existsSync(folder)) {
  console.error(`no such folder: ${folder}`);
  process.exit(2);
}
const { passed, failures } = await runCaptureFolder(folder, [testdata, join(testdata, "vectors")]);
for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 && passed > 0 ? 0 : 1);
