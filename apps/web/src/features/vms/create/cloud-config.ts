import { isMap, LineCounter, parseDocument } from "yaml";
import { cloudConfigKeys, type UserDataNote } from "./user-data-kind.ts";

/** Keys whose value must be a list. */
const lists = new Set([
  "packages",
  "runcmd",
  "bootcmd",
  "write_files",
  "users",
  "groups",
  "mounts",
  "ssh_authorized_keys",
]);
const mostNotes = 8;

/** What is wrong with a cloud-config, line by line: YAML that cannot be read, and keys cloud-init does not know. */
export function cloudConfigNotes(text: string): readonly UserDataNote[] {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const lineAt = (offset: number) => lineCounter.linePos(offset).line;
  const notes: UserDataNote[] = document.errors.map((error) => ({
    line: lineAt(error.pos[0]),
    grave: true,
    text: error.message.replace(/\s+/g, " "),
  }));
  if (notes.length === 0) notes.push(...keyNotes(document.contents, lineAt));
  return notes.slice(0, mostNotes);
}

function keyNotes(contents: unknown, lineAt: (offset: number) => number): UserDataNote[] {
  if (contents === null) return [];
  if (!isMap(contents)) return [{ line: 1, grave: true, text: "A cloud-config is a list of “key: value”" }];
  return contents.items.flatMap(({ key, value }): UserDataNote[] => {
    const { value: name, range } = key as {
      value: unknown;
      range?: readonly [number, number, number] | null;
    };
    const line = range ? lineAt(range[0]) : 1;
    const known = cloudConfigKeys.has(String(name));
    if (!known)
      return [{ line, grave: false, text: `cloud-init knows no “${String(name)}”${nearest(String(name))}` }];
    const isScalar = value !== null && typeof value === "object" && "value" in value;
    if (lists.has(String(name)) && isScalar && name !== "groups")
      return [
        { line, grave: false, text: `“${String(name)}” is a list: put each entry on a line after “- ”` },
      ];
    return [];
  });
}

/** The key that was most likely meant. */
function nearest(name: string): string {
  const near = [...cloudConfigKeys].find(
    (key) => key.replace(/s$/, "") === name.replace(/s$/, "") || distance(key, name) <= 2,
  );
  return near === undefined ? "" : `; “${near}”?`;
}

/** Edits that lead from one word to the other. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 9;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(
        Math.min(
          (next[j - 1] ?? 0) + 1,
          (row[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length] ?? 9;
}
