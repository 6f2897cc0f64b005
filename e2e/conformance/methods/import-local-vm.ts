import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { equal } from "../checks.ts";
import { destroyVm, memoryInMiB } from "../context.ts";
import { readRootCookie } from "../root-cookie.ts";
import { suite } from "../suite.ts";

export const importLocalVm = suite("ImportLocalVm", (test) => {
  test(
    "a wrong cookie is refused",
    async ({ owner }) => {
      const request = { VerificationCookie: Buffer.alloc(32).toString("base64") };
      await owner.refused("ImportLocalVm", request, "bad verification cookie: you are not root");
    },
    { disposable: true, needsLocal: true },
  );

  test(
    "a local file becomes an uncommitted VM that can be committed",
    async (context) => {
      const { owner, admin, onEnd, target, vmInfo } = context;
      const folder = await mkdtemp(join(tmpdir(), "conformance-import-"));
      onEnd(() => rm(folder, { recursive: true, force: true }));
      const file = join(folder, "root.img");
      await writeFile(file, Buffer.alloc(1 << 16, 1));
      const IpAddress = await target.unusedAddress();
      onEnd(() => destroyVm(admin, IpAddress));
      await owner.ok("ImportLocalVm", {
        VerificationCookie: await readRootCookie(owner),
        SkipMemoryCheck: true,
        VolumeFilenames: [file],
        Address: { IpAddress, MacAddress: "52:54:00:00:c0:01" },
        ArchitectureType: "amd64",
        Hostname: target.newHostname(),
        MemoryInMiB: memoryInMiB,
        MilliCPUs: 10,
        SubnetId: target.subnetId,
        Volumes: [{ Size: 1 << 16 }],
      });
      const info = await vmInfo(IpAddress);
      equal([info.Uncommitted, info.OwnerUsers], [true, [owner.userName]], "Uncommitted and OwnerUsers");
      await owner.ok("CommitImportedVm", { IpAddress });
      equal((await vmInfo(IpAddress)).Uncommitted ?? false, false, "Uncommitted");
    },
    { disposable: true, needsLocal: true },
  );
});
