import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { watchUpdates } from "../updates.ts";

export const setDisabledState = suite("SetDisabledState", (test) => {
  test("is denied without method powers", async ({ owner }) => {
    await owner.denied("SetDisabledState", { Disable: false });
  });

  test(
    "is announced both ways",
    async (context) => {
      const { admin, onEnd } = context;
      const updates = await watchUpdates(context, context.stranger);
      equal(updates.first.Disabled ?? false, false, "Disabled at first");
      onEnd(async () => void (await admin.ok("SetDisabledState", { Disable: false })));
      await admin.ok("SetDisabledState", { Disable: true });
      await updates.until(
        "being disabled",
        (update) => update.HaveDisabled === true && update.Disabled === true,
      );
      await admin.ok("SetDisabledState", { Disable: false });
      await updates.until("being enabled", (update) => update.HaveDisabled === true && !update.Disabled);
    },
    { disposable: true },
  );
});
