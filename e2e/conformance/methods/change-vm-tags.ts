import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { watchUpdates } from "../updates.ts";
import { vmRules } from "../vm-rules.ts";

export const changeVmTags = suite("ChangeVmTags", (test) => {
  vmRules(test, "ChangeVmTags", { request: { Tags: { changed: "yes" } } });

  test("replaces all tags and announces it", async (context) => {
    const { ip } = await context.newVm();
    const updates = await watchUpdates(context, context.stranger);
    const Tags = { ["__proto__"]: "a name like others", role: "db" };
    await context.owner.ok("ChangeVmTags", { IpAddress: ip, Tags });
    const isShown = (vm: { Tags?: unknown }) => (vm.Tags as Record<string, string>)?.role === "db";
    await updates.untilVm(ip, "the new tags to be announced", isShown);
    const shown = (await context.vmInfo(ip)).Tags as Record<string, string>;
    equal(Object.keys(shown).sort(), ["__proto__", "role"], "the names of the tags");
  });

  test("works in every state", async ({ shared, owner }) => {
    for (const state of ["running", "migrating", "debugging"] as const) {
      const Tags = { purpose: "conformance", state };
      await owner.ok("ChangeVmTags", { IpAddress: (await shared.inState(state)).ip, Tags });
    }
  });
});
