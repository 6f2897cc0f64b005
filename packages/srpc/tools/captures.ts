/** `pnpm captures [DIR]`: replays a folder of recorded connections against client and server. */
import { join, resolve } from "node:path";
import { runCaptureFolder } from "./captures/run-folder.ts";
import { folderArgument } from "./folder-argument.ts";

const testdata = resolve("packages/srpc/testdata");
const folder = folderArgument(join(testdata, "captures"));
const { passed, failures } = await runCaptureFolder(folder, [testdata, join(testdata, "vectors")]);
for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 && passed > 0 ? 0 : 1);
