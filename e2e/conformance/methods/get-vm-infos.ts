import { check, equal } from "../checks.ts";
import type { Client, Message } from "../client.ts";
import { suite } from "../suite.ts";

async function addresses(client: Client, request: Message): Promise<string[]> {
  const { VmInfos } = await client.ok("GetVmInfos", request);
  return (VmInfos as { Address: { IpAddress: string } }[]).map((info) => info.Address.IpAddress);
}

export const getVmInfos = suite("GetVmInfos", (test) => {
  test("any user sees every VM", async ({ newVm, stranger }) => {
    const vm = await newVm();
    check((await addresses(stranger, {})).includes(vm.ip), "the new VM to be listed");
  });

  test("a bit of the mask hides a state", async ({ newVm, owner }) => {
    const vm = await newVm();
    const stopped = 1 << 4;
    check(
      !(await addresses(owner, { IgnoreStateMask: stopped })).includes(vm.ip),
      "a stopped VM to be hidden",
    );
    check((await addresses(owner, { IgnoreStateMask: 1 << 1 })).includes(vm.ip), "a stopped VM to be listed");
  });

  test("bits of states that do not exist say nothing", async ({ newVm, owner }) => {
    const vm = await newVm();
    const allBut = (state: bigint) => ({ IgnoreStateMask: 2n ** 64n - 1n - 2n ** state });
    check((await addresses(owner, allBut(4n))).includes(vm.ip), "a stopped VM to be listed");
    check(!(await addresses(owner, allBut(1n))).includes(vm.ip), "a stopped VM to be hidden");
  });

  test("tags have to match, each with one of the values", async ({ newVm, owner }) => {
    const vm = await newVm({ info: { Tags: { role: "db", tier: "gold" } } });
    equal(await addresses(owner, { VmTagsToMatch: { role: ["web", "db"], tier: ["gold"] } }), [vm.ip]);
    equal(await addresses(owner, { VmTagsToMatch: { role: ["db"], tier: ["silver"] } }), []);
  });

  test("owners filter, and users replace groups", async ({ newVm, owner, target }) => {
    const vm = await newVm();
    check((await addresses(owner, { OwnerGroups: [target.sharedGroup] })).includes(vm.ip), "the group's VM");
    check((await addresses(owner, { OwnerUsers: [owner.userName] })).includes(vm.ip), "the user's VM");
    equal(await addresses(owner, { OwnerGroups: [target.sharedGroup], OwnerUsers: ["nobody-at-all"] }), []);
  });
});
