import { check, equal, matches } from "../checks.ts";
import type { Message } from "../client.ts";
import { destroyVm, type TestContext } from "../context.ts";
import { suite } from "../suite.ts";

const copiedFields = ["Hostname", "MemoryInMiB", "MilliCPUs", "SubnetId", "Tags", "OwnerGroups"] as const;

async function copyRequest(context: TestContext, ip: string): Promise<Message> {
  const info = await context.vmInfo(ip);
  return {
    ...Object.fromEntries(copiedFields.map((field) => [field, info[field]])),
    AccessToken: await context.accessToken(ip),
    IpAddress: ip,
    SourceHypervisor: context.target.sourceName,
    SkipMemoryCheck: true,
  };
}

/** Copies a VM to the second hypervisor; its address there. */
async function copy(
  context: TestContext,
  ip: string,
): Promise<{ copied: string; progress: readonly string[] }> {
  const there = context.owner.at(context.second);
  const { response, progress } = await there.succeed("CopyVm", await copyRequest(context, ip));
  const copied = String(response.IpAddress);
  context.onEnd(() => destroyVm(context.admin.at(context.second), copied));
  await there.ok("AcknowledgeVm", { IpAddress: copied });
  return { copied, progress };
}

export const copyVm = suite("CopyVm", (test) => {
  test(
    "a stopped VM is copied in one pass and the copy is stopped",
    async (context) => {
      const { ip } = await context.newVm({ image: Buffer.alloc(200_000, 9) });
      const { copied, progress } = await copy(context, ip);
      equal(progress, ["initial volume(s) copy"], "the progress");
      const there = context.owner.at(context.second);
      const info = (await there.ok("GetVmInfo", { IpAddress: copied })).VmInfo as Message;
      equal(info.State, "stopped", "State");
      equal((info.OwnerUsers as string[])[0], context.owner.userName, "the first owner");
      equal((info.Volumes as { Size: number }[])[0]?.Size, 200_000, "the size of the root");
    },
    { needsSecond: true },
  );

  test(
    "a running VM is stopped for the second pass and runs again",
    async (context) => {
      const { ip } = await context.newVm({ start: true });
      const { progress } = await copy(context, ip);
      equal(progress, ["initial volume(s) copy", "stopping VM", "update volume(s)"], "the progress");
      await context.owner.ok("GetVmInfo", { IpAddress: ip });
    },
    { needsSecond: true },
  );

  test(
    "a source in another state is refused",
    async (context) => {
      const { ip } = await context.shared.inState("migrating");
      const there = context.owner.at(context.second);
      const request = {
        IpAddress: ip,
        SourceHypervisor: context.target.sourceName,
        SubnetId: context.target.subnetId,
      };
      await there.refused("CopyVm", request, "VM is not stopped or running");
    },
    { needsSecond: true },
  );

  test(
    "a source that cannot be reached is named",
    async (context) => {
      const there = context.owner.at(context.second);
      const request = {
        IpAddress: "192.0.2.9",
        SourceHypervisor: "127.0.0.1:9",
        SubnetId: context.target.subnetId,
      };
      const { error } = await there.attempt("CopyVm", request);
      matches(error, /refused|no route|127\.0\.0\.1:9/, "the error");
      check(error !== "", "an error");
    },
    { needsSecond: true },
  );
});
