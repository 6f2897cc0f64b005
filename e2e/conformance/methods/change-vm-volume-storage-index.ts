import { equal } from "../checks.ts";
import type { TestContext } from "../context.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

async function storage(context: TestContext, ip: string): Promise<{ places: number; indices: number[] }> {
  const answer = await context.owner.ok("GetVmVolumeStorageConfiguration", { IpAddress: ip });
  return {
    places: (answer.StorageInfos as unknown[]).length,
    indices: answer.VolumeStorageIndices as number[],
  };
}

export const changeVmVolumeStorageIndex = suite("ChangeVmVolumeStorageIndex", (test) => {
  vmRules(test, "ChangeVmVolumeStorageIndex", {
    request: { VolumeIndex: 1, StorageIndex: 99 },
    mayFail: true,
    exceptStates: ["running", "migrating", "debugging"],
  });

  test("the present place is nothing to do, in any state", async (context) => {
    const { ip } = await context.shared.inState("running");
    const StorageIndex = (await storage(context, ip)).indices[1]!;
    await context.owner.ok("ChangeVmVolumeStorageIndex", { IpAddress: ip, VolumeIndex: 1, StorageIndex });
  });

  test("wrong indices are refused", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    const place = { IpAddress: ip, VolumeIndex: 0, StorageIndex: 99 };
    await owner.refused("ChangeVmVolumeStorageIndex", place, "invalid storage index");
    const volume = { IpAddress: ip, VolumeIndex: 9, StorageIndex: 0 };
    await owner.refused("ChangeVmVolumeStorageIndex", volume, "invalid volume index");
  });

  test("a stopped VM's volume moves when there is another place", async (context) => {
    const { ip } = await context.newVm();
    const { places, indices } = await storage(context, ip);
    const StorageIndex = (indices[1]! + 1) % places;
    await context.owner.ok("ChangeVmVolumeStorageIndex", { IpAddress: ip, VolumeIndex: 1, StorageIndex });
    equal((await storage(context, ip)).indices[1], StorageIndex, "the index of the place");
  });

  test("a volume with snapshots stays where it is", async (context) => {
    const { ip } = await context.newVm();
    await context.owner.ok("SnapshotVm", { IpAddress: ip, Name: "here" });
    const { places, indices } = await storage(context, ip);
    if (places < 2) return;
    const request = { IpAddress: ip, VolumeIndex: 1, StorageIndex: (indices[1]! + 1) % places };
    await context.owner.refused("ChangeVmVolumeStorageIndex", request, "cannot move volume with snapshots");
  });
});
