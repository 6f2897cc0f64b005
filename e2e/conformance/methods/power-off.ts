import { equal } from "../checks.ts";
import { suite } from "../suite.ts";

export const powerOff = suite("PowerOff", (test) => {
  test("is denied without method powers", async ({ owner }) => {
    await owner.denied("PowerOff", { StopVMs: false });
  });

  test(
    "is refused while a VM runs",
    async ({ shared, admin, vmInfo }) => {
      const { ip } = await shared.inState("running");
      equal((await vmInfo(ip)).State, "running", "State");
      await admin.refused("PowerOff", { StopVMs: false }, /^[\d.]+ is not shut down$/);
    },
    { disposable: true },
  );
});
