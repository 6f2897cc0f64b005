import { check, equal, matches } from "../checks.ts";
import { suite } from "../suite.ts";
import { noAccess, unknownIp } from "../vm-rules.ts";

export const patchVmImage = suite("PatchVmImage", (test) => {
  test("the image is looked for before the VM", async ({ owner }) => {
    const request = { IpAddress: unknownIp, ImageName: "no/such/image" };
    const { error } = await owner.attempt("PatchVmImage", request);
    matches(error, /image/, "the error");
  });

  test(
    "unknown VMs and other users are refused",
    async ({ admin, stranger, shared, target }) => {
      const unknown = { IpAddress: unknownIp, ImageName: target.image };
      await admin.refused("PatchVmImage", unknown, `no VM with IP address: ${unknownIp} found`);
      const others = { IpAddress: (await shared.inState("stopped")).ip, ImageName: target.image };
      await stranger.refused("PatchVmImage", others, noAccess);
      const blocked = { IpAddress: (await shared.blocked()).ip, ImageName: target.image };
      await admin.refused("PatchVmImage", blocked, "mutations blocked");
    },
    { needsImage: true },
  );

  for (const role of ["owner", "member", "admin"] as const)
    test(
      `the root is brought up to the image by the ${role}`,
      async (context) => {
        const { image } = context.target;
        const { ip } = await context.newVm({ request: { ImageName: image } });
        const request = { IpAddress: ip, ImageName: image };
        const { progress, response } = await context[role].succeed("PatchVmImage", request);
        equal(response.Final, true, "Final");
        equal(progress.slice(0, 2), ["copying root", "scanning root"], "the first progress texts");
        check(progress.includes("starting update"), "the update to be announced");
      },
      { needsImage: true },
    );

  test(
    "a VM in another state is refused",
    async ({ shared, owner, target }) => {
      const request = { IpAddress: (await shared.inState("migrating")).ip, ImageName: target.image };
      await owner.refused("PatchVmImage", request, "VM is not running or stopped");
    },
    { needsImage: true },
  );
});
