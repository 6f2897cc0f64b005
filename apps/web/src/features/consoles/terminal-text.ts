import type { IBuffer } from "@xterm/xterm";

/** A terminal's history as plain text, with lines that were broken at the edge put together again. */
export function textOf(buffer: Pick<IBuffer, "length" | "getLine">): string {
  const lines: string[] = [];
  for (let row = 0; row < buffer.length; row += 1) {
    const line = buffer.getLine(row);
    const text = line?.translateToString(true) ?? "";
    if (line?.isWrapped === true && lines.length > 0) lines[lines.length - 1] += text;
    else lines.push(text);
  }
  return `${lines.join("\n").trimEnd()}\n`;
}
