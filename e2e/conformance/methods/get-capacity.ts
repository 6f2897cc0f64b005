import { check } from "../checks.ts";
import { suite } from "../suite.ts";

export const getCapacity = suite("GetCapacity", (test) => {
  test("tells the totals to any user", async ({ stranger }) => {
    const totals = await stranger.ok("GetCapacity");
    for (const field of ["MemoryInMiB", "NumCPUs", "TotalVolumeBytes"])
      check(Number(totals[field]) > 0, `${field} above zero`);
    check(
      Number(totals.AvailableMemoryInMiB) <= Number(totals.MemoryInMiB),
      "no more memory free than there is",
    );
  });
});
