/** `pnpm vectors [DIR]`: runs a folder of golden vectors through the coders. */
import { join, resolve } from "node:path";
import { folderArgument } from "./folder-argument.ts";
import { runFolder } from "./vectors/run-folder.ts";

const testdata = resolve("packages/srpc/testdata");
const folder = folderArgument(join(testdata, "vectors"));
const { passed, failures, stricter } = runFolder(folder, [join(testdata, "vectors"), testdata]);
for (const failure of failures) console.log(`FAILED ${failure}`);
if (stricter.length > 0) console.log(`stricter than Go, as the format allows: ${stricter.join(", ")}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 && passed > 0 ? 0 : 1;
