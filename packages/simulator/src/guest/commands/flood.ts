import type { Command, CommandContext } from "../command.ts";

/** Bytes written before the writer asks whether it may go on. */
const BURST = 16 * 1024;

/** Writes lines until they end, Ctrl-C comes, or the line goes; gives other work its turn. */
async function pour(context: CommandContext, next: () => string | undefined): Promise<string> {
  let burst = "";
  for (let line = next(); line !== undefined && !context.signal.aborted; line = next()) {
    burst += line;
    if (burst.length < BURST) continue;
    await context.tty.write(burst);
    burst = "";
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return context.signal.aborted ? "" : burst;
}

const yes: Command = (context) => {
  const line = `${context.args.join(" ") || "y"}\n`;
  return pour(context, () => line);
};

const seq: Command = (context) => {
  const numbers = context.args.map(Number);
  if (numbers.length === 0 || numbers.some(Number.isNaN)) return "seq: needs one to three numbers\n";
  const first = numbers.length > 1 ? (numbers[0] ?? 1) : 1;
  const step = numbers.length > 2 ? numbers[1] || 1 : 1;
  const last = numbers.at(-1) ?? 1;
  let current = first;
  return pour(context, () => {
    const value = current;
    if (step > 0 ? value > last : value < last) return undefined;
    current += step;
    return `${value}\n`;
  });
};

/** Commands that write without end, or nearly. */
export const floodCommands: Readonly<Record<string, Command>> = { yes, seq };
