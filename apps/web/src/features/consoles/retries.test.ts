import { consoleCloseCodes } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { isFinalEnd, Retries } from "./retries.ts";

function setup() {
  const waits: number[] = [];
  const due: (() => void)[] = [];
  let connects = 0;
  const retries = new Retries({
    clock: {
      after: (milliseconds, run) => {
        waits.push(milliseconds);
        due.push(run);
        return () => due.splice(due.indexOf(run), 1);
      },
    },
    delays: [100, 500],
    connect: () => {
      connects += 1;
    },
  });
  return { retries, waits, due, connects: () => connects };
}

describe("connecting again", () => {
  it("waits longer each time, and begins anew once something has come through", () => {
    const { retries, waits } = setup();
    for (let cut = 0; cut < 3; cut += 1) retries.later();
    expect([waits, retries.isFirst]).toEqual([[100, 500, 500], false]);
    retries.succeeded();
    expect(retries.isFirst).toBe(true);
    retries.later();
    expect(waits.at(-1)).toBe(100);
  });

  it("connects when the time has come, but not after it was called off", () => {
    const { retries, due, connects } = setup();
    retries.later();
    due.pop()?.();
    expect(connects()).toBe(1);
    retries.later();
    retries.cancel();
    expect([due.length, connects()]).toEqual([0, 1]);
  });

  it.each([
    ["noSuchVm", true],
    ["forbidden", true],
    ["wrongState", false],
    ["noVnc", false],
  ] as const)("a close with %s is final: %s", (name, isFinal) => {
    expect(isFinalEnd(consoleCloseCodes[name])).toBe(isFinal);
  });
});
