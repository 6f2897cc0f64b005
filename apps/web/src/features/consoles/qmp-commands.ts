/** Commands of the QEMU monitor that are offered for completion, with an example of their arguments. */
export const qmpCommands: readonly { readonly name: string; readonly example?: string }[] = [
  { name: "query-status" },
  { name: "query-version" },
  { name: "query-commands" },
  { name: "query-block" },
  { name: "query-blockstats" },
  { name: "query-block-jobs" },
  { name: "query-balloon" },
  { name: "query-chardev" },
  { name: "query-cpus-fast" },
  { name: "query-cpu-definitions" },
  { name: "query-events" },
  { name: "query-hotpluggable-cpus" },
  { name: "query-iothreads" },
  { name: "query-kvm" },
  { name: "query-machines" },
  { name: "query-memdev" },
  { name: "query-memory-devices" },
  { name: "query-memory-size-summary" },
  { name: "query-mice" },
  { name: "query-migrate" },
  { name: "query-name" },
  { name: "query-named-block-nodes" },
  { name: "query-pci" },
  { name: "query-rx-filter" },
  { name: "query-uuid" },
  { name: "query-vnc" },
  { name: "query-vnc-servers" },
  { name: "qom-list", example: '{"path": "/machine"}' },
  { name: "qom-get", example: '{"path": "/machine", "property": "type"}' },
  { name: "human-monitor-command", example: '{"command-line": "info network"}' },
  { name: "send-key", example: '{"keys": [{"type": "qcode", "data": "ret"}]}' },
  { name: "stop" },
  { name: "cont" },
  { name: "system_reset" },
  { name: "system_powerdown" },
  { name: "system_wakeup" },
  { name: "inject-nmi" },
  { name: "balloon", example: '{"value": 1073741824}' },
  { name: "block_resize", example: '{"device": "", "size": 0}' },
  { name: "device_add", example: '{"driver": ""}' },
  { name: "device_del", example: '{"id": ""}' },
  { name: "set_link", example: '{"name": "", "up": true}' },
  { name: "screendump", example: '{"filename": ""}' },
  { name: "quit" },
];

/**
 * What the Tab key makes of the beginning of a name: all that the commands which begin so have in common.
 * @returns undefined when there is nothing to add, and Tab does what it always does
 */
export function completeQmpCommand(text: string): string | undefined {
  if (!/^[a-z][\w-]*$/.test(text)) return undefined;
  const [first, ...others] = qmpCommands.map(({ name }) => name).filter((name) => name.startsWith(text));
  if (first === undefined) return undefined;
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return length > text.length ? first.slice(0, length) : undefined;
}

/** Commands that end or change the running VM: asked about before they are sent. */
const disruptive = new Set([
  "quit",
  "stop",
  "system_reset",
  "system_powerdown",
  "inject-nmi",
  "device_del",
  "block_resize",
]);

export interface ParsedCommand {
  /** The line to send. */
  readonly json: string;
  readonly name: string;
  readonly disruptive: boolean;
}

/**
 * Reads what was typed: a whole JSON command, or a name with its arguments as JSON behind it.
 * @returns the reason when it is neither
 */
export function parseQmpCommand(text: string): ParsedCommand | { readonly error: string } {
  const trimmed = text.trim();
  const match = /^([a-zA-Z][\w-]*)\s*(\{[\s\S]*\})?$/.exec(trimmed);
  try {
    const command: unknown = match
      ? {
          execute: match[1],
          ...(match[2] === undefined ? {} : { arguments: JSON.parse(match[2]) as unknown }),
        }
      : JSON.parse(trimmed);
    const name = nameOf(command);
    if (name === undefined)
      return { error: 'A command looks like {"execute": "query-status"}, or just query-status.' };
    return { json: JSON.stringify(command), name, disruptive: disruptive.has(name) };
  } catch {
    return { error: "The arguments are not valid JSON." };
  }
}

function nameOf(command: unknown): string | undefined {
  if (typeof command !== "object" || command === null || !("execute" in command)) return undefined;
  return typeof command.execute === "string" ? command.execute : undefined;
}

/** JSON over several lines; text that is not JSON as it is. */
export function prettyLine(line: string): string {
  try {
    return JSON.stringify(JSON.parse(line), null, 2);
  } catch {
    return line;
  }
}
