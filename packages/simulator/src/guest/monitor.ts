/** What the control channel of a virtualiser can do to its machine. */
export interface MonitoredMachine {
  readonly isPaused: boolean;
  pause(paused: boolean): void;
  powerDown(): void;
  reset(): void;
  quit(): void;
}

const VERSION = { qemu: { micro: 0, minor: 2, major: 9 }, package: "" };

/** Line every control channel begins with. */
export const GREETING = text({ QMP: { version: VERSION, capabilities: ["oob"] } });

/** What the machine tells of itself, unasked. */
export function monitorEvent(event: string, nowMs: number, data?: object): string {
  const timestamp = { seconds: Math.floor(nowMs / 1000), microseconds: Math.floor(nowMs % 1000) * 1000 };
  return text({ timestamp, event, ...(data && { data }) });
}

type Answer =
  | { readonly return: unknown }
  | { readonly error: { readonly class: string; readonly desc: string } };

const NAMES = [
  "qmp_capabilities",
  "query-version",
  "query-status",
  "query-name",
  "query-block",
  "query-commands",
  "query-vnc",
  "system_powerdown",
  "system_reset",
  "stop",
  "cont",
  "quit",
  "human-monitor-command",
];

/** Answers one line of the monitor protocol with lines of its own. */
export function answerMonitor(line: string, machine: MonitoredMachine, name: string): string {
  let command: { execute?: unknown; id?: unknown; arguments?: { "command-line"?: unknown } | null };
  try {
    command = JSON.parse(line) as typeof command;
  } catch {
    return text(failure("GenericError", "JSON parse error, expecting value"));
  }
  if (typeof command !== "object" || command === null || typeof command.execute !== "string") {
    return text(failure("GenericError", "QMP input must be a JSON object with member 'execute'"));
  }
  const answer = run(command.execute, machine, {
    name,
    line: String(command.arguments?.["command-line"] ?? ""),
  });
  return text(command.id === undefined ? answer : { ...answer, id: command.id });
}

function run(execute: string, machine: MonitoredMachine, given: { name: string; line: string }): Answer {
  switch (execute) {
    case "query-version":
      return { return: VERSION };
    case "query-status":
      return { return: { status: stateOf(machine), singlestep: false, running: !machine.isPaused } };
    case "query-name":
      return { return: { name: given.name } };
    case "query-block":
      return { return: [{ device: "virtio0", locked: false, removable: false, type: "unknown" }] };
    case "query-vnc":
      return { return: { enabled: true, auth: "none", clients: [] } };
    case "query-commands":
      return { return: NAMES.map((name) => ({ name })) };
    case "human-monitor-command":
      return { return: given.line === "info status" ? `VM status: ${stateOf(machine)}\r\n` : "" };
    case "system_powerdown":
      machine.powerDown();
      return { return: {} };
    case "system_reset":
      machine.reset();
      return { return: {} };
    case "quit":
      machine.quit();
      return { return: {} };
    case "stop":
    case "cont":
      machine.pause(execute === "stop");
      return { return: {} };
    case "qmp_capabilities":
      return { return: {} };
    default:
      return failure("CommandNotFound", `The command ${execute} has not been found`);
  }
}

function stateOf(machine: MonitoredMachine): string {
  return machine.isPaused ? "paused" : "running";
}

function failure(kind: string, desc: string): Answer {
  return { error: { class: kind, desc } };
}

function text(value: object): string {
  return `${spaced(value)}\r\n`;
}

/** JSON as virtualisers write it: a blank after each comma and colon. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${spaced(member)}`);
  return `{${members.join(", ")}}`;
}
