import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { BridgeSession, type BridgeState, type ViewerWebSocket } from "../../src/consoles/bridge-session.ts";
import { FakeChannel, FakeVms, runningVm } from "./fake-hypervisor.ts";
import { caller, FakeWebSocket } from "./fake-viewers.ts";
import { settle } from "./fakes.ts";

/** Says who it is, and is let in. */
const hello = "RFB 003.008\n\x01\x01";

/** A hypervisor that answers when the test says so, whether or not it was given up. */
class PendingHypervisor {
  readonly channel = new FakeChannel();
  givenUp = false;
  answer = (): void => undefined;
  refuse = (_words: string): void => undefined;

  open(_kind: string, _ipAddress: string, signal: AbortSignal): Promise<FakeChannel> {
    signal.addEventListener("abort", () => {
      this.givenUp = true;
    });
    return new Promise((resolve, reject) => {
      this.answer = () => resolve(this.channel);
      this.refuse = (words) => reject(new Error(words));
    });
  }
}

function setup() {
  const hypervisor = new PendingHypervisor();
  const vms = new FakeVms();
  const socket = new FakeWebSocket();
  const rights = ["vnc", "write"];
  const session = new BridgeSession({
    socket: socket as unknown as ViewerWebSocket,
    connection: new PassThrough(),
    vm: runningVm,
    kind: "vnc",
    caller: caller("alice", rights),
    watchOnly: false,
    vms,
    channels: hypervisor,
  });
  const opened = session.open();
  return { hypervisor, vms, socket, session, rights, opened };
}
type World = ReturnType<typeof setup>;

async function join({ hypervisor, opened }: World): Promise<void> {
  hypervisor.answer();
  await opened;
}

/** How each state is reached; two of them with and without a channel. */
const states = {
  connecting: () => undefined,
  joined: join,
  "closing, was connecting": (world: World) => world.vms.change({ ...runningVm, state: "stopped" }),
  "closing, was joined": async (world: World) => {
    await join(world);
    world.vms.change({ ...runningVm, state: "stopped" });
  },
  "ended, was connecting": (world: World) => world.socket.gone(),
  "ended, was joined": async (world: World) => {
    await join(world);
    world.socket.gone();
  },
} as const;
type State = keyof typeof states;

const events = {
  "the hypervisor answers": (world: World) => world.hypervisor.answer(),
  "the hypervisor refuses": (world: World) => world.hypervisor.refuse("no access to resource"),
  "the VM has no screen": (world: World) => world.hypervisor.refuse("VNC console is not enabled"),
  "the hypervisor sends": (world: World) => world.hypervisor.channel.say("picture"),
  "the hypervisor ends": (world: World) => world.hypervisor.channel.push(null),
  "the channel breaks": (world: World) => world.hypervisor.channel.destroy(new Error("ECONNRESET")),
  "the viewer sends": (world: World) => world.socket.says(Buffer.from(hello)),
  "the viewer leaves": (world: World) => {
    // A connection ends once.
    if (world.socket.readyState !== 3) world.socket.gone();
  },
  "the VM stops": (world: World) => world.vms.change({ ...runningVm, state: "stopping" }),
  "old news say it stopped": (world: World) =>
    world.vms.change({ ...runningVm, state: "stopped", fresh: false }),
  "the VM is renamed": (world: World) => world.vms.change({ ...runningVm, name: "renamed" }),
  "the VM is destroyed": (world: World) => world.vms.change(undefined),
  "another VM has its address": (world: World) => world.vms.change({ ...runningVm, identity: "later" }),
  "the viewer may only watch": (world: World) => {
    world.rights.splice(0, 2, "vnc");
    world.vms.change(runningVm);
  },
  "the viewer may not even watch": (world: World) => {
    world.rights.length = 0;
    world.vms.change(runningVm);
  },
} as const;
type Event = keyof typeof events;

interface Outcome {
  readonly state: BridgeState;
  /** Close code the viewer was told; 0: none. */
  readonly code: number;
  /** What reached the viewer, and the hypervisor. */
  readonly heard: string;
  readonly told: string;
  readonly channel: "open" | "let go";
  /** The attempt was given up: a hypervisor that has not answered need not. */
  readonly givenUp: boolean;
  readonly followsVm: boolean;
}

function outcomeOf({ session, socket, hypervisor, vms }: World): Outcome {
  return {
    state: session.state,
    code: socket.closing?.code ?? 0,
    heard: socket.received,
    told: hypervisor.channel.typed,
    channel: hypervisor.channel.destroyed ? "let go" : "open",
    givenUp: hypervisor.givenUp,
    followsVm: vms.followers > 0,
  };
}

const quiet = { heard: "", told: "", channel: "open", givenUp: false, followsVm: true } as const;
const connecting: Outcome = { ...quiet, state: "connecting", code: 0 };
const joined: Outcome = { ...quiet, state: "joined", code: 0 };
const closing = (code: number): Outcome => ({ ...quiet, state: "closing", code, givenUp: true });
const ended: Outcome = { ...quiet, state: "ended", code: 0, givenUp: true, followsVm: false };
const letGo = { channel: "let go" } as const;
const stopped = closing(4409);

/** What all events have in common that say something about the VM or the viewer's rights. */
const news = {
  "the VM stops": closing(4409),
  "the VM is destroyed": closing(4410),
  "another VM has its address": closing(4410),
  "the viewer may only watch": closing(4403),
  "the viewer may not even watch": closing(4403),
} as const;

const every = (outcome: Outcome): Record<Event, Outcome> =>
  Object.fromEntries(Object.keys(events).map((event) => [event, outcome])) as Record<Event, Outcome>;

/** What follows: the rule of a state, and what is different. */
const table: Readonly<Record<State, Readonly<Record<Event, Outcome>>>> = {
  connecting: {
    ...every(connecting),
    ...news,
    "the hypervisor answers": joined,
    "the hypervisor refuses": closing(4502),
    "the VM has no screen": closing(4412),
    "the viewer leaves": ended,
    "the channel breaks": { ...connecting, ...letGo },
  },
  joined: {
    ...every(joined),
    ...news,
    "the hypervisor sends": { ...joined, heard: "picture" },
    "the hypervisor ends": closing(4502),
    "the channel breaks": { ...closing(4502), ...letGo },
    "the viewer sends": { ...joined, told: hello },
    "the viewer leaves": { ...ended, ...letGo },
  },
  // A viewer is told one reason, the first.
  "closing, was connecting": {
    ...every(stopped),
    "the hypervisor answers": { ...stopped, ...letGo },
    "the channel breaks": { ...stopped, ...letGo },
    "the viewer leaves": { ...ended, code: 4409 },
  },
  "closing, was joined": {
    ...every(stopped),
    "the channel breaks": { ...stopped, ...letGo },
    "the viewer leaves": { ...ended, ...letGo, code: 4409 },
  },
  "ended, was connecting": {
    ...every(ended),
    "the hypervisor answers": { ...ended, ...letGo },
    "the channel breaks": { ...ended, ...letGo },
  },
  "ended, was joined": every({ ...ended, ...letGo }),
};

const rows = (Object.keys(table) as State[]).flatMap((state) =>
  (Object.keys(events) as Event[]).map((event) => [state, event, table[state][event]] as const),
);

describe("the session of a screen, state by state", () => {
  it.each(rows)("%s: %s", async (state, event, outcome) => {
    const world = setup();
    world.hypervisor.channel.on("error", () => undefined);
    await states[state](world);
    await settle();
    expect(world.session.state).toBe(state.split(",")[0]);
    events[event](world);
    await settle();
    expect(outcomeOf(world)).toEqual(outcome);
  });
});
