/** The folder named on the command line of a tool. */
import { statSync } from "node:fs";
import { resolve } from "node:path";

/**
 * The folder named by the first argument, `otherwise` without one. A relative path may start where the tool runs or,
 * as package managers change that to the workspace, where its user stands. Ends the process if there is no such folder.
 */
export function folderArgument(otherwise: string): string {
  const given = process.argv[2];
  if (given === undefined) return otherwise;
  const places = [process.cwd(), process.env.INIT_CWD ?? "."].map((base) => resolve(base, given));
  const folder = places.find((place) => statSync(place, { throwIfNoEntry: false })?.isDirectory());
  if (folder !== undefined) return folder;
  console.error(`no such folder: ${given}`);
  process.exit(2);
}
