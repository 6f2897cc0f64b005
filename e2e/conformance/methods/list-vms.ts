import { check, equal } from "../checks.ts";
import type { Client, Message } from "../client.ts";
import { suite } from "../suite.ts";

async function addresses(client: Client, request: Message): Promise<string[]> {
  return (await client.ok("ListVMs", request)).IpAddresses as string[];
}

const asNumber = (ip: string) => ip.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

export const listVms = suite("ListVMs", (test) => {
  test("any user sees every VM", async ({ newVm, stranger }) => {
    const vm = await newVm();
    check((await addresses(stranger, {})).includes(vm.ip), "the new VM to be listed");
  });

  test("sorts by address when asked to", async ({ newVm, owner }) => {
    await newVm();
    await newVm();
    const list = await addresses(owner, { Sort: true });
    equal(
      list,
      [...list].sort((a, b) => asNumber(a) - asNumber(b)),
    );
  });

  test("filters by state, owners and tags", async ({ newVm, owner }) => {
    const vm = await newVm({ info: { Tags: { listed: "once" } } });
    equal(await addresses(owner, { VmTagsToMatch: { listed: ["once"] } }), [vm.ip]);
    equal(await addresses(owner, { VmTagsToMatch: { listed: ["once"] }, IgnoreStateMask: 1 << 4 }), []);
    equal(await addresses(owner, { VmTagsToMatch: { listed: ["once"] }, OwnerUsers: ["nobody-at-all"] }), []);
  });
});
