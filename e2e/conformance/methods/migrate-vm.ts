import { check, equal, eventually, matches } from "../checks.ts";
import type { Message, OpenCall } from "../client.ts";
import { destroyVm, type TestContext, vmInfo } from "../context.ts";
import { migrateCommitType } from "../contract.ts";
import { suite } from "../suite.ts";

/** Begins a migration to the second hypervisor and goes on until it asks whether to commit. */
async function untilCommit(
  context: TestContext,
  ip: string,
): Promise<{ call: OpenCall; progress: string[] }> {
  const request = {
    AccessToken: await context.accessToken(ip),
    IpAddress: ip,
    SourceHypervisor: context.target.sourceName,
    SkipMemoryCheck: true,
  };
  const call = await context.owner.at(context.second).open("MigrateVm");
  context.onEnd(() => call.close());
  await call.send(request);
  const progress: string[] = [];
  for (;;) {
    const message = await call.expect();
    check(!message.Error, `the migration to go on, but it answered: ${message.Error}`);
    if (message.ProgressMessage) progress.push(String(message.ProgressMessage));
    if (message.RequestCommit) return { call, progress };
  }
}

export const migrateVm = suite("MigrateVm", (test) => {
  test(
    "a commit moves a stopped VM, which runs there",
    async (context) => {
      const { ip } = await context.newVm({ image: Buffer.alloc(100_000, 3) });
      const there = context.admin.at(context.second);
      context.onEnd(() => destroyVm(there, ip));
      const { call, progress } = await untilCommit(context, ip);
      equal(progress, ["initial volume(s) copy", "starting VM"], "the progress");
      await call.stream.send(migrateCommitType, { Commit: true });
      let last: Message = {};
      while (!last.Final) last = await call.expect();
      equal(last.Error ?? "", "", "the error");
      const moved = await vmInfo(there, ip);
      equal(moved.State, "running", "State on the destination");
      await context.admin.refused("GetVmInfo", { IpAddress: ip }, `no VM with IP address: ${ip} found`);
    },
    { needsSecond: true },
  );

  test(
    "abandoning leaves a running VM running where it was",
    async (context) => {
      const { ip } = await context.newVm({ start: true });
      const { call, progress } = await untilCommit(context, ip);
      equal(
        progress,
        ["initial volume(s) copy", "stopping VM", "update volume(s)", "starting VM"],
        "the progress",
      );
      await call.stream.send(migrateCommitType, { Commit: false });
      let last = await call.expect();
      while (!last.Error && !last.Final) last = await call.expect();
      equal(last.Error, "VM migration abandoned", "the error");
      await eventually("the VM to run again", async () => (await context.vmInfo(ip)).State === "running");
    },
    { needsSecond: true },
  );

  test(
    "a lost connection abandons",
    async (context) => {
      const { ip } = await context.newVm();
      const { call } = await untilCommit(context, ip);
      await call.close();
      await eventually(
        "the VM to be stopped again",
        async () => (await context.vmInfo(ip)).State === "stopped",
      );
      const request = { IpAddress: ip };
      const there = context.owner.at(context.second);
      await eventually(
        "the copy to be gone",
        async () => (await there.call("GetVmInfo", request)).Error !== "",
      );
    },
    { needsSecond: true },
  );

  test("to itself is refused", async ({ owner, shared, target }) => {
    const { ip } = await shared.inState("stopped");
    const request = { IpAddress: ip, SourceHypervisor: target.sourceName };
    await owner.refused("MigrateVm", request, "cannot migrate to the same hypervisor");
  });

  test("an address of no subnet here is refused", async ({ owner, target }) => {
    const request = { IpAddress: "192.0.2.9", SourceHypervisor: target.sourceName };
    const { error } = await owner.attempt("MigrateVm", request);
    matches(error, /^no matching subnet for: 192\.0\.2\.9/, "the error");
  });

  test(
    "a VM in another state is refused",
    async (context) => {
      const { ip } = await context.shared.inState("debugging");
      const request = { IpAddress: ip, SourceHypervisor: context.target.sourceName };
      const there = context.owner.at(context.second);
      await there.refused("MigrateVm", request, "VM state: debugging is not stopped/running");
    },
    { needsSecond: true },
  );
});
