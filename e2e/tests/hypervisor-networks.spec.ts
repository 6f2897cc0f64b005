/** Subnets, address pool, leases and network boot of a hypervisor: the way a person takes, and what the hypervisor has then. */
import { expect, type Page, test } from "./support/fixtures.ts";
import type { Fleet } from "./support/fleet.ts";
import { ask, carryOut, fillList, openHypervisor, panel } from "./support/hypervisors.ts";
import { announced, dialog } from "./support/pages.ts";

const stateOf = (fleet: Fleet) => fleet.hypervisor(0).state;

/** Row of a panel's table by the text of a cell. */
const rowIn = (page: Page, title: string | RegExp, text: string) =>
  panel(page, title)
    .first()
    .getByRole("row")
    .filter({ has: page.getByRole("cell", { name: text, exact: true }) });
const subnetRow = (page: Page, id: string) => rowIn(page, "Subnets", id);
const row = (page: Page, ip: string) => rowIn(page, /^Address pool/, ip);

test("subnets are listed, added, changed and deleted @api:ListSubnets @api:UpdateSubnets", async ({
  page,
  fleet,
}) => {
  await openHypervisor(page, fleet.hypervisor(0), "networks");
  for (const { Id, IpGateway } of stateOf(fleet).subnets.all())
    await expect(subnetRow(page, Id)).toContainText(IpGateway);

  const add = await ask(page, "Add subnet");
  await add.getByLabel("Name", { exact: true }).fill("laboratory");
  await add.getByLabel("Gateway").fill("10.77.0.1");
  await add.getByLabel("Mask").fill("255.255.255.0");
  await fillList(add.getByRole("textbox", { name: /^Name servers/ }), "10.77.0.2");
  await add.getByLabel(/^VLAN/).fill("177");
  await carryOut(page);
  await expect(subnetRow(page, "laboratory")).toContainText("177");
  expect(stateOf(fleet).subnets.get("laboratory")).toMatchObject({
    IpGateway: "10.77.0.1",
    IpMask: "255.255.255.0",
    DomainNameServers: ["10.77.0.2"],
    VlanId: 177,
  });

  const change = await ask(page, "Change laboratory");
  await expect(change.getByLabel("Gateway")).toHaveValue("10.77.0.1");
  await fillList(change.getByRole("textbox", { name: /^Groups that may put VMs in/ }), "team-b");
  await carryOut(page);
  await expect(subnetRow(page, "laboratory")).toContainText("team-b");
  expect(stateOf(fleet).subnets.get("laboratory")).toMatchObject({
    AllowedGroups: ["team-b"],
    VlanId: 177,
    DomainNameServers: ["10.77.0.2"],
  });

  const remove = await ask(page, "Delete laboratory");
  const go = remove.locator("footer").getByRole("button").last();
  await expect(go).toBeDisabled();
  await remove.getByLabel(/^Type .* to go on$/).fill("laboratory");
  await carryOut(page);
  await expect(subnetRow(page, "laboratory")).toHaveCount(0);
  expect(stateOf(fleet).subnets.get("laboratory")).toBeUndefined();
});

test("a field that is wrong says so beside itself, and nothing is sent", async ({ page, fleet }) => {
  await openHypervisor(page, fleet.hypervisor(0), "networks");
  const add = await ask(page, "Add subnet");
  await add.getByLabel("Name", { exact: true }).fill("half");
  await add.getByLabel("Gateway").fill("10.77.0.300");
  await add.getByLabel("Mask").fill("255.0.255.0");
  await add.locator("footer").getByRole("button").last().click();
  await expect(add.getByText("This is not an IPv4 address")).toBeVisible();
  await expect(add.getByText("This is not a network mask")).toBeVisible();
  expect(stateOf(fleet).subnets.get("half")).toBeUndefined();
});

test("what was refused stays in the history, with the hypervisor's words and the request", async ({
  page,
  fleet,
  consoleGuard,
}) => {
  consoleGuard.expect(/status of 409/);
  await openHypervisor(page, fleet.hypervisor(0), "networks");
  const opened = await ask(page, "Delete staging");
  await opened.getByRole("textbox").fill("staging");
  await opened.getByRole("button", { name: "Delete subnet" }).click();
  await expect(opened.getByRole("alert").getByText(/no matching subnet/)).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("banner").getByRole("button", { name: "Notifications, 1 failure" }).click();
  const history = page.getByRole("dialog", { name: "Notifications" });
  await expect(history).toContainText(/no matching subnet for: 10\.20\.0\.\d+/);
  await expect(history).toContainText(/request [0-9a-f-]{36}/);
  await expect(history.getByRole("button", { name: "Copy all" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(
    page.getByRole("banner").getByRole("button", { name: "Notifications", exact: true }),
  ).toBeVisible();
});

test("addresses are added, limited and removed @api:ChangeAddressPool", async ({ page, fleet }) => {
  const pool = () => stateOf(fleet).pool;
  const has = (ip: string) => pool().registered.some((address) => address.IpAddress === ip);
  const before = pool().registered.length;
  await openHypervisor(page, fleet.hypervisor(0), "networks");

  const add = await ask(page, "Add addresses");
  await add.getByLabel(/^Addresses to add/).fill("10.30.2.200\n52:54:00:aa:bb:cc 10.30.2.201\n10.30.2.202");
  await expect(add.getByText("3 addresses")).toBeVisible();
  await carryOut(page);
  expect(pool().registered).toHaveLength(before + 3);
  expect(pool().registered).toContainEqual({ IpAddress: "10.30.2.201", MacAddress: "52:54:00:aa:bb:cc" });
  expect(pool().registered).toContainEqual({ IpAddress: "10.30.2.200", MacAddress: "52:54:0a:1e:02:c8" });

  await panel(page, /^Address pool/)
    .getByRole("searchbox")
    .fill("10.30.2.20");
  await expect(row(page, "10.30.2.202")).toContainText("free");
  const one = await ask(page, "Remove 10.30.2.202");
  await expect(one).toContainText("10.30.2.202");
  await carryOut(page);
  await expect(row(page, "10.30.2.202")).toHaveCount(0);
  expect(has("10.30.2.202")).toBe(false);

  const free = stateOf(fleet).pool.freeCounts().development ?? 0;
  const limit = await ask(page, "Limit free addresses");
  await limit.getByLabel("Subnet", { exact: true }).selectOption("development");
  await limit.getByLabel("Free addresses to keep there").fill(String(free - 2));
  await carryOut(page);
  expect(stateOf(fleet).pool.freeCounts().development).toBe(free - 2);
  expect(pool().registered).toHaveLength(before);
});

test("an address that a VM has names the VM and cannot be removed", async ({ page, fleet }) => {
  const vm = fleet.vms().find((each) => each.on === 0 && each.ip !== "")!;
  await openHypervisor(page, fleet.hypervisor(0), "networks");
  await panel(page, /^Address pool/)
    .getByRole("searchbox")
    .fill(vm.ip);
  await expect(row(page, vm.ip).getByRole("link", { name: vm.hostname })).toBeVisible();
  await expect(page.getByRole("button", { name: `Remove ${vm.ip}`, exact: true })).toBeDisabled();
});

test("leases of other machines replace the set @api:RegisterExternalLeases", async ({ page, fleet }) => {
  await openHypervisor(page, fleet.hypervisor(0), "networks");
  const open = await ask(page, "Set external leases");
  await open
    .getByLabel(/^Leases/)
    .fill("52:54:00:00:00:01 10.30.3.1 printer\n52:54:00:00:00:02, 10.30.3.2, scanner");
  await carryOut(page);
  expect(stateOf(fleet).dhcp.external).toEqual([
    { MacAddress: "52:54:00:00:00:01", IpAddress: "10.30.3.1" },
    { MacAddress: "52:54:00:00:00:02", IpAddress: "10.30.3.2" },
  ]);
  await ask(page, "Set external leases");
  await carryOut(page);
  expect(stateOf(fleet).dhcp.external).toEqual([]);
});

test("a machine is booted from the network and its acknowledgement is awaited @api:NetbootMachine", async ({
  page,
  fleet,
}) => {
  const machine = { MacAddress: "52:54:00:00:00:77", IpAddress: "10.30.3.77" };
  await openHypervisor(page, fleet.hypervisor(0), "networks");
  const open = await ask(page, "Boot a machine from the network");
  await open.getByLabel("MAC address of the machine").fill(machine.MacAddress);
  await open.getByLabel("Address to lease").fill(machine.IpAddress);
  await open.getByLabel(/^Host name/).fill("bare-metal");
  await open.getByLabel("Acknowledgements to wait for").fill("1");
  await open.locator("footer").getByRole("button").last().click();
  await expect(open.getByRole("button", { name: "Working…" })).toBeVisible();
  // The machine asks for its address until somebody notices, as machines do.
  await expect(async () => {
    stateOf(fleet).dhcp.guestAsks(machine, "bare-metal");
    await expect(dialog(page)).toBeHidden({ timeout: 250 });
  }).toPass();
  await announced(page, /Netboot machine/);
});
