/** What the control channel of a virtualiser can do to its machine. */
export interface MonitoredMachine {
  readonly state: string;
  powerDown(): void;
  reset(): void;
  quit(): void;
}

const VERSION = { qemu: { micro: 0, minor: 2, major: 9 }, package: "" };

/** Line every control channel begins with. */
export const GREETING = `${JSON.stringify({ QMP: { version: VERSION, capabilities: ["oob"] } })}\r\n`;

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
  const events = eventOf(command.execute);
  return text(command.id === undefined ? answer : { ...answer, id: command.id }) + events;
}

function run(execute: string, machine: MonitoredMachine, given: { name: string; line: string }): Answer {
  switch (execute) {
    case "query-version":
      return { return: VERSION };
    case "query-status":
      return { return: { status: machine.state, running: machine.state === "running" } };
    case "query-name":
      return { return: { name: given.name } };
    case "query-block":
      return { return: [{ device: "virtio0", locked: false, removable: false, type: "unknown" }] };
    case "query-vnc":
      return { return: { enabled: true, auth: "none", clients: [] } };
    case "query-commands":
      return { return: NAMES.map((name) => ({ name })) };
    case "human-monitor-command":
      return { return: given.line === "info status" ? `VM status: ${machine.state}\r\n` : "" };
    case "system_powerdown":
      machine.powerDown();
      return { return: {} };
    case "system_reset":
      machine.reset();
      return { return: {} };
    case "quit":
      machine.quit();
      return { return: {} };
    case "qmp_capabilities":
    case "stop":
    case "cont":
      return { return: {} };
    default:
      return failure("CommandNotFound", `The command ${execute} has not been found`);
  }
}

function eventOf(execute: string): string {
  const events: Readonly<Record<string, string>> = {
    system_powerdown: "POWERDOWN",
    system_reset: "RESET",
    stop: "STOP",
    cont: "RESUME",
  };
  const event = Object.hasOwn(events, execute) ? events[execute] : undefined;
  return event === undefined ? "" : text({ event });
}

function failure(kind: string, desc: string): Answer {
  return { error: { class: kind, desc } };
}

function text(value: object): string {
  return `${JSON.stringify(value)}\r\n`;
}
