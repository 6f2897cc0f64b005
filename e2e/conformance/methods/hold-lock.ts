import { check } from "../checks.ts";
import { suite } from "../suite.ts";

export const holdLock = suite("HoldLock", (test) => {
  test("is denied without method powers", async ({ owner }) => {
    await owner.denied("HoldLock", { Timeout: 1 });
  });

  test("at most a minute", async ({ admin }) => {
    await admin.refused("HoldLock", { Timeout: 61e9 }, /^timeout: 1m1s exceeds one minute$/);
  });

  test(
    "holds for as long as asked",
    async ({ admin }) => {
      const startedAt = performance.now();
      await admin.ok("HoldLock", { Timeout: 200e6 });
      check(performance.now() - startedAt >= 190, "the call to take 200 ms");
    },
    { disposable: true },
  );
});
