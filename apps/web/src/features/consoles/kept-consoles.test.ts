import { describe, expect, it } from "vitest";
import { FakeClock } from "./console-fakes.ts";
import { KeptConsoles } from "./kept-consoles.ts";

const keepMs = 60_000;

function setup() {
  const clock = new FakeClock();
  const said: string[] = [];
  let opened = 0;
  const consoles = new KeptConsoles({
    clock,
    keepMs,
    open: (ip) => ({ ip, number: ++opened, over: false }),
    isOver: ({ over }) => over,
    close: ({ ip, number }) => said.push(`closed ${ip} ${number}`),
  });
  return { clock, consoles, said };
}

describe("consoles that a page keeps", () => {
  it("are the same for whoever shows the same VM, and others for another", () => {
    const { consoles } = setup();
    const one = consoles.acquire("10.0.0.7");
    expect(consoles.acquire("10.0.0.7")).toBe(one);
    expect(consoles.acquire("10.0.0.8")).not.toBe(one);
  });

  it("are found as they were for a while after the last page has left, and no longer", () => {
    const { clock, consoles, said } = setup();
    const one = consoles.acquire("10.0.0.7");
    consoles.acquire("10.0.0.7");
    consoles.release(one);
    clock.advance(2 * keepMs);
    consoles.release(one);
    clock.advance(keepMs - 1);
    expect(consoles.acquire("10.0.0.7")).toBe(one);
    clock.advance(2 * keepMs);
    expect(said).toEqual([]);
    consoles.release(one);
    clock.advance(keepMs);
    expect(said).toEqual(["closed 10.0.0.7 1"]);
    expect(consoles.acquire("10.0.0.7")).not.toBe(one);
  });

  it("make way for a new one when they are over, once and for all", () => {
    const { clock, consoles, said } = setup();
    const one = consoles.acquire("10.0.0.7");
    one.over = true;
    const two = consoles.acquire("10.0.0.7");
    expect([two.number, said]).toEqual([2, ["closed 10.0.0.7 1"]]);
    // Who still shows the former one gives that back, not the new one.
    consoles.release(one);
    clock.advance(2 * keepMs);
    expect(consoles.acquire("10.0.0.7")).toBe(two);
    expect(said).toHaveLength(1);
  });
});
