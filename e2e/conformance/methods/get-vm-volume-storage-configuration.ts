import { check, equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const getVmVolumeStorageConfiguration = suite("GetVmVolumeStorageConfiguration", (test) => {
  vmRules(test, "GetVmVolumeStorageConfiguration");

  test("tells where each volume lies and what the places hold, to any user", async ({ newVm, stranger }) => {
    const { ip } = await newVm();
    const answer = await stranger.ok("GetVmVolumeStorageConfiguration", { IpAddress: ip });
    const places = answer.StorageInfos as { SizeBytes: number; UsableBytes: number }[];
    const indices = answer.VolumeStorageIndices as number[];
    equal(indices.length, 2, "the number of volumes");
    check(places.length > 0 && places.every((place) => place.SizeBytes > 0), "places with a size");
    check(
      indices.every((index) => index < places.length),
      "each index to name a place",
    );
  });
});
