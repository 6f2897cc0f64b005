import { describe, expect, it } from "vitest";
import { planBulk, runBounded } from "./bulk-plan.ts";
import type { VmSubject } from "./vm-subject.ts";

const vm = (ip: string, state: string, owner = "alice"): VmSubject => ({
  ip,
  name: ip,
  state,
  hypervisor: "hv",
  hypervisorName: "hv",
  ownerUsers: [owner],
  ownerGroups: [],
  destroyProtection: false,
  uncommitted: false,
  consoleType: "none",
  stale: false,
});

describe("bulk actions", () => {
  it("say beforehand what will change, what not, and what is not allowed", () => {
    const caller = { UserName: "alice", Groups: [], MethodPowers: [] };
    const plan = planBulk(
      "StopVm",
      [vm("1", "running"), vm("2", "stopped"), vm("3", "running", "bob")],
      caller,
    );
    expect(plan.change.map((it) => it.ip)).toEqual(["1"]);
    expect(plan.skip.map((it) => it.reason)).toEqual(["The VM is stopped already."]);
    expect(plan.refuse.map((it) => it.vm.ip)).toEqual(["3"]);
  });

  it("run a few at a time and begin nothing after a cancel", async () => {
    const abort = new AbortController();
    const seen: number[] = [];
    let running = 0;
    let most = 0;
    await runBounded(
      [1, 2, 3, 4, 5, 6],
      async (item) => {
        running += 1;
        most = Math.max(most, running);
        seen.push(item);
        await Promise.resolve();
        if (item === 4) abort.abort();
        running -= 1;
      },
      { atOnce: 2, signal: abort.signal },
    );
    expect(most).toBe(2);
    expect(seen).not.toContain(6);
  });
});
