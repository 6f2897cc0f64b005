import { equal } from "../checks.ts";
import { readRootCookie } from "../root-cookie.ts";
import { suite } from "../suite.ts";

export const exportLocalVm = suite("ExportLocalVm", (test) => {
  test("every error closes the connection without a word", async ({ shared, owner }) => {
    const { ip } = await shared.inState("stopped");
    await owner.dropped("ExportLocalVm", { IpAddress: ip, VerificationCookie: "" });
  });

  test(
    "root on the machine itself takes the VM over, and StartVm undoes it",
    async ({ newVm, owner, vmInfo }) => {
      const { ip } = await newVm();
      const VerificationCookie = await readRootCookie(owner);
      const answer = await owner.ok("ExportLocalVm", { IpAddress: ip, VerificationCookie });
      const places = (answer.VmInfo as { VolumeLocations: unknown[] }).VolumeLocations;
      equal(places.length, 2, "the number of volume places");
      equal((await vmInfo(ip)).State, "exporting", "State");
      await owner.refused("StopVm", { IpAddress: ip }, "VM is exporting");
      await owner.ok("StartVm", { IpAddress: ip });
      await owner.dropped("ExportLocalVm", { IpAddress: ip, VerificationCookie });
    },
    { disposable: true, needsLocal: true },
  );
});
