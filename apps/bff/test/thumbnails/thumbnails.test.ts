import { describe, expect, it } from "vitest";
import { RecentLooks } from "../../src/rest/recent-looks.ts";
import { Thumbnails } from "../../src/thumbnails/thumbnails.ts";
import { FakeClock, settle } from "../consoles/fakes.ts";
import { decodePng, FakeScreen } from "./fake-screen.ts";

/** Screens whose colour says how many were opened before. */
function setUp() {
  const clock = new FakeClock();
  const opened: FakeScreen[] = [];
  const world = {
    clock,
    opened,
    /** Screens open and say nothing. */
    silent: false,
    refusal: undefined as Error | undefined,
    thumbnails: new Thumbnails({
      clock,
      open: async (_ip, signal) => {
        if (world.refusal !== undefined) throw world.refusal;
        const number = opened.length;
        const screen = new FakeScreen({
          width: 8,
          height: 6,
          pixel: () => (number % 2 === 0 ? 0xff0000 : 0x0000ff),
          ...(world.silent ? { updates: [] } : {}),
        });
        opened.push(screen);
        if (signal.aborted) screen.destroy();
        return screen;
      },
    }),
  };
  return world;
}

const run = { ipAddress: "10.0.0.1", run: "first" };
const vm = (number: number) => ({ ipAddress: `10.0.1.${number}`, run: "first" });

describe("thumbnails", () => {
  it("are small PNGs, and the screen is let go", async () => {
    const { thumbnails, opened, clock } = setUp();
    const taken = await thumbnails.get(run);
    expect(decodePng(taken.png).rgb.readUIntBE(0, 3)).toBe(0xff0000);
    expect(taken).toMatchObject({ width: 8, height: 6, takenOn: clock.now() });
    expect(opened[0]?.destroyed).toBe(true);
  });

  it("are kept for a while and then taken anew", async () => {
    const { thumbnails, opened, clock } = setUp();
    const first = await thumbnails.get(run);
    await clock.advance(19_000);
    expect(await thumbnails.get(run)).toBe(first);
    await clock.advance(2_000);
    const second = await thumbnails.get(run);
    expect(second.tag).not.toBe(first.tag);
    expect(opened).toHaveLength(2);
  });

  it("are taken anew when the VM was started anew", async () => {
    const { thumbnails, opened } = setUp();
    await thumbnails.get(run);
    await thumbnails.get({ ...run, run: "second" });
    expect(opened).toHaveLength(2);
  });

  it("are taken once however many ask at the same time", async () => {
    const { thumbnails, opened } = setUp();
    const all = await Promise.all([thumbnails.get(run), thumbnails.get(run), thumbnails.get(run)]);
    expect(new Set(all).size).toBe(1);
    expect(opened).toHaveLength(1);
  });

  it("pass on why the hypervisor refuses, and are old rather than missing", async () => {
    const world = setUp();
    world.refusal = new Error("mutations blocked");
    await expect(world.thumbnails.get(run)).rejects.toThrow("mutations blocked");
    world.refusal = undefined;
    const first = await world.thumbnails.get(run);
    await world.clock.advance(60_000);
    world.refusal = new Error("mutations blocked");
    expect(await world.thumbnails.get(run)).toBe(first);
    await expect(world.thumbnails.get({ ...run, run: "second" })).rejects.toThrow("mutations blocked");
  });

  it("give up on a screen that is silent", async () => {
    const world = setUp();
    world.silent = true;
    const taking = world.thumbnails.get(run);
    const refused = expect(taking).rejects.toMatchObject({ failure: "timeout" });
    await world.clock.advance(5_000);
    await refused;
    expect(world.opened[0]?.destroyed).toBe(true);
    world.silent = false;
    expect((await world.thumbnails.get(run)).width).toBe(8);
  });

  it("are taken four at a time; a long queue is refused; everybody gets a turn", async () => {
    const world = setUp();
    world.silent = true;
    const numbers = Array.from({ length: 69 }, (_, index) => index);
    const all = numbers.map((number) =>
      world.thumbnails.get(vm(number)).then(
        () => "taken",
        (error) => error.failure,
      ),
    );
    await settle();
    expect(world.opened).toHaveLength(4);
    expect(await all[68]).toBe("busy");
    world.silent = false;
    await world.clock.advance(5_000);
    const ends = await Promise.all(all);
    expect(ends.filter((end) => end === "timeout")).toHaveLength(4);
    expect(ends.filter((end) => end === "taken")).toHaveLength(64);
  });
});

describe("a look at a screen", () => {
  it("counts once in a quarter of an hour, for each user and VM", () => {
    let now = 0;
    const looks = new RecentLooks(() => now);
    expect(looks.isRecent("alice", "10.0.0.1")).toBe(false);
    looks.note("alice", "10.0.0.1");
    const asked = () => [
      looks.isRecent("alice", "10.0.0.1"),
      looks.isRecent("bob", "10.0.0.1"),
      looks.isRecent("alice", "10.0.0.2"),
    ];
    expect(asked()).toEqual([true, false, false]);
    now = 15 * 60 * 1000;
    expect(asked()).toEqual([false, false, false]);
  });

  it("is forgotten when there are very many, the oldest first", () => {
    const looks = new RecentLooks(() => 0);
    for (let number = 0; number <= 10_000; number++) looks.note("alice", `vm-${number}`);
    expect([looks.isRecent("alice", "vm-0"), looks.isRecent("alice", "vm-1")]).toEqual([false, true]);
  });
});
