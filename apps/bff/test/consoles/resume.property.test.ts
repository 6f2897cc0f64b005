import type { SerialServerMessage } from "@stackdeck/api-types";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SavedHistory, SerialHistory } from "../../src/consoles/serial-history.ts";
import type { SerialSeat } from "../../src/consoles/serial-hub.ts";
import type { SerialJournals } from "../../src/consoles/serial-journal.ts";
import { defaultSerialLimits } from "../../src/consoles/serial-limits.ts";
import type { ViewerSocket } from "../../src/consoles/viewer-socket.ts";
import { caller, freshRequest } from "./fake-viewers.ts";
import { fakeHub, settle } from "./fakes.ts";

/** A record of the guest's output; its number tells where in the stream it belongs. */
const record = (number: number): string => `${String(number).padStart(7, "0")}\n`;

/** Small, so that viewers fall behind and rings run over. */
const limits = {
  ...defaultSerialLimits,
  ringBytes: 128 * 1024,
  inFlightBytes: 16 * 1024,
  liveLagBytes: 32 * 1024,
  keepAfterSkipBytes: 4096,
};

/** A disk that holds what was last written to it; what came since is lost with the process. */
class MemoryJournals implements SerialJournals {
  saved: SavedHistory | undefined;
  #history: SerialHistory | undefined;

  async load(): Promise<SavedHistory | undefined> {
    return this.saved;
  }

  follow(_key: unknown, history: SerialHistory) {
    this.#history = history;
    return { grown: () => undefined, close: async () => undefined };
  }

  async forget(): Promise<void> {
    this.saved = undefined;
  }

  save(): void {
    const history = this.#history;
    if (history === undefined) return;
    this.saved = {
      epoch: history.epoch,
      formerEpochs: history.formerEpochs,
      start: history.ring.start,
      setBefore: history.setBefore(),
      bytes: Buffer.concat([...history.ring.views(history.ring.start)]),
      marks: history.marks.all.map(({ number: _number, ...mark }) => mark),
      bootLogSeen: history.bootLog.seen,
      savedOn: "2026-01-01T00:00:00.000Z",
    };
  }
}

/** A viewer behind a network that may be slow and may be cut: checks every record that arrives. */
class Viewer implements ViewerSocket {
  place: { epoch: string; offset: number } | undefined;
  seat: SerialSeat | undefined;
  /** Number of the last whole record that arrived; -1 when none has. */
  last = -1;
  wrong = "";
  #partial = "";
  #mayJump = true;
  #underWay: { readonly item: Buffer | SerialServerMessage; readonly taken: () => void }[] = [];

  sendBytes(bytes: Buffer, taken: () => void): void {
    this.#underWay.push({ item: Buffer.from(bytes), taken });
  }

  sendText(text: string): void {
    this.#underWay.push({ item: JSON.parse(text) as SerialServerMessage, taken: () => undefined });
  }

  close(): void {
    this.cut();
  }

  /** What is under way is lost; what has arrived stays. */
  cut(): void {
    const lost = this.#underWay;
    this.#underWay = [];
    this.seat?.leave();
    this.seat = undefined;
    for (const { taken } of lost) taken();
  }

  /** So many frames arrive. @returns whether there were any */
  arrive(frames: number): boolean {
    const now = this.#underWay.splice(0, frames);
    for (const { item, taken } of now) {
      if (Buffer.isBuffer(item)) this.#bytes(item);
      else this.#message(item);
      taken();
    }
    return now.length > 0;
  }

  #message(message: SerialServerMessage): void {
    if (message.type === "attached") {
      this.place = { epoch: message.epoch, offset: message.offset };
      if (message.resumed) return;
      this.#partial = "";
      this.#mayJump = true;
      this.last = -1;
    }
    if (message.type === "skipped" || message.type === "screen") this.#jump();
    if (message.type === "mark" && message.kind === "gap") this.#jump();
    if ((message.type === "skipped" || message.type === "mark") && this.place !== undefined)
      this.place.offset = message.offset;
  }

  #jump(): void {
    this.#mayJump = true;
    this.#partial = "";
  }

  #bytes(bytes: Buffer): void {
    if (this.place === undefined) this.wrong ||= "bytes before the place was said";
    else this.place.offset += bytes.length;
    const lines = (this.#partial + bytes.toString("latin1")).split("\n");
    this.#partial = lines.pop() ?? "";
    for (const line of lines) this.#record(line);
    if (this.#partial.length > 7) this.wrong ||= `a torn record: ${this.#partial}`;
  }

  #record(line: string): void {
    const number = Number(line);
    const follows = this.#mayJump ? number > this.last : number === this.last + 1;
    if (line.length !== 7 || !follows) this.wrong ||= `"${line}" after ${this.last}`;
    this.last = number;
    this.#mayJump = false;
  }
}

type Step =
  | { readonly do: "say"; readonly records: number }
  | { readonly do: "arrive"; readonly who: number; readonly frames: number }
  | { readonly do: "cut" | "come"; readonly who: number; readonly acknowledges: boolean }
  | { readonly do: "save" | "restart" | "hypervisor restarts" };

const who = fc.nat({ max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("say" as const), records: fc.integer({ min: 1, max: 6000 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("arrive" as const), who, frames: fc.nat({ max: 12 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom("cut" as const, "come" as const),
      who,
      acknowledges: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("save" as const, "restart" as const) }) },
  { weight: 1, arbitrary: fc.constant({ do: "hypervisor restarts" } as const) },
);

class World {
  readonly journals = new MemoryJournals();
  readonly viewers = [new Viewer(), new Viewer(), new Viewer()];
  #hub = fakeHub({ journals: this.journals, limits });
  #next = 0;

  async run(one: Step): Promise<void> {
    if (one.do === "say") await this.#say(one.records);
    else if (one.do === "arrive") this.viewers[one.who]?.arrive(one.frames);
    else if (one.do === "cut") this.viewers[one.who]?.cut();
    else if (one.do === "come") await this.#come(this.viewers[one.who]!, one.acknowledges);
    else if (one.do === "save") this.journals.save();
    else if (one.do === "restart") {
      for (const viewer of this.viewers) viewer.cut();
      this.#hub = fakeHub({ journals: this.journals, limits });
    } else {
      this.#hub.hypervisor.channels.at(-1)?.destroy();
      await this.#hub.clock.advance(1000);
    }
    await settle();
  }

  /** Everything arrives that is under way. */
  async calm(): Promise<void> {
    for (const viewer of this.viewers) if (viewer.seat === undefined) await this.#come(viewer, false);
    await this.#say(1);
    for (let busy = true; busy; ) {
      busy = false;
      for (const viewer of this.viewers) {
        if (viewer.arrive(1000)) busy = true;
        viewer.seat?.viewer.drawn(1 << 20);
      }
      await settle();
    }
  }

  get lastSaid(): number {
    return this.#next - 1;
  }

  async #say(records: number): Promise<void> {
    const from = this.#next;
    this.#next += records;
    const text = Array.from({ length: records }, (_, index) => record(from + index)).join("");
    const channel = this.#hub.hypervisor.channels.at(-1);
    if (channel !== undefined && !channel.destroyed) channel.say(text);
    await settle();
  }

  async #come(viewer: Viewer, acknowledges: boolean): Promise<void> {
    viewer.cut();
    const request = { ...freshRequest, acknowledges, resume: viewer.place };
    viewer.seat = await this.#hub.hub.attach("10.0.0.7", caller("alice"), viewer, request);
    await settle();
  }
}

describe("a viewer's place in the stream", () => {
  it("is found again over cuts, restarts and floods: nothing twice, nothing missing without a word", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
        const world = new World();
        for (const one of steps) await world.run(one);
        await world.calm();
        for (const viewer of world.viewers) {
          expect(viewer.wrong).toBe("");
          expect(viewer.last).toBe(world.lastSaid);
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
