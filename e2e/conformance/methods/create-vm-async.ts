import { check, equal } from "../checks.ts";
import type { Message } from "../client.ts";
import { createRequest, destroyVm } from "../context.ts";
import { suite } from "../suite.ts";
import { watchUpdates } from "../updates.ts";

/** The asynchronous variant follows a creation by its update stream and acknowledges in the background. */
export const createVmAsync = suite("CreateVmAsync", (test) => {
  test("the stream announces the VM of a creation that goes on elsewhere", async (context) => {
    const { owner, admin, target } = context;
    const updates = await watchUpdates(context, owner);
    const request = createRequest(target, { info: { Tags: { creation: "followed" } } });
    const creation = owner.succeed("CreateVm", request);
    // When the wait below fails first, that is the failure to tell.
    creation.catch(() => undefined);
    const found = await updates.until("the VM to be announced", (update) =>
      Object.values((update.VMs ?? {}) as Record<string, Message>).find(
        (vm) => (vm.Tags as Message | undefined)?.creation === "followed",
      ),
    );
    const ip = String((await creation).response.IpAddress);
    context.onEnd(() => destroyVm(admin, ip));
    await owner.ok("AcknowledgeVm", { IpAddress: ip });
    equal((found.Address as Message).IpAddress, ip, "the announced address");
  });

  test("a creation that fails leaves nothing behind", async ({ owner, target }) => {
    const request = createRequest(target, {
      request: { MinimumFreeBytes: 0 },
      info: { Tags: { creation: "failed" } },
    });
    await owner.refused("CreateVm", request, "no image specified");
    const { IpAddresses } = await owner.ok("ListVMs", { VmTagsToMatch: { creation: ["failed"] } });
    check((IpAddresses as string[]).length === 0, "no VM to be left");
  });
});
