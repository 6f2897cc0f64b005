import { suite } from "../suite.ts";

export const changeOwners = suite("ChangeOwners", (test) => {
  test("is denied without method powers", async ({ owner }) => {
    await owner.denied("ChangeOwners", {});
  });

  test(
    "an owner of the hypervisor has powers for everything",
    async ({ admin, stranger, newVm, onEnd }) => {
      const { ip } = await newVm();
      onEnd(async () => void (await admin.ok("ChangeOwners", {})));
      await admin.ok("ChangeOwners", { OwnerUsers: [stranger.userName] });
      await stranger.ok("ChangeVmTags", { IpAddress: ip, Tags: {} });
      await stranger.ok("HoldLock", { Timeout: 1 });
      await admin.ok("ChangeOwners", {});
      await stranger.denied("HoldLock", { Timeout: 1 });
    },
    { disposable: true },
  );
});
