import { expect, test } from "./support/fixtures.ts";
import { announced, openRowMenu, openVmList, rowOf } from "./support/pages.ts";

test("the list shows every VM of every hypervisor @api:ListVMs @api:GetVmInfos", async ({ page, fleet }) => {
  const grid = await openVmList(page);
  const vms = fleet.vms();
  await expect(page.getByText(`${vms.length} VMs`, { exact: true })).toBeVisible();
  await expect(grid).toHaveAttribute("aria-rowcount", String(vms.length + 1));
  for (const vm of vms.slice(0, 5)) {
    await page.getByRole("combobox", { name: "Search VMs" }).fill(vm.hostname);
    await expect(rowOf(page, vm.hostname).getByText(vm.ip)).toBeVisible();
    await expect(rowOf(page, vm.hostname).getByText(vm.state, { exact: true })).toBeVisible();
  }
});

test("a tag changed by another program appears without reload @api:GetUpdates @api:ChangeVmTags", async ({
  page,
  fleet,
}) => {
  const vm = await fleet.createVm("tagged-from-outside");
  await openVmList(page, vm.hostname);
  await expect(rowOf(page, vm.hostname)).toBeVisible();
  await fleet.call(vm, "ChangeVmTags", { Tags: { colour: "blue-from-outside" } });
  await expect(rowOf(page, vm.hostname)).toContainText("blue-from-outside");
});

test("a VM that others destroy leaves the list", async ({ page, fleet }) => {
  const vm = await fleet.createVm("destroyed-from-outside");
  await openVmList(page, vm.hostname);
  await expect(rowOf(page, vm.hostname)).toBeVisible();
  await fleet.call(vm, "DestroyVm");
  await expect(page.getByRole("heading", { name: "No VM matches" })).toBeVisible();
});

test("a VM that crashes says so by itself", async ({ page, fleet }) => {
  const vm = await fleet.createVm("crashes-alone");
  await fleet.call(vm, "StartVm");
  await openVmList(page, vm.hostname);
  await expect(rowOf(page, vm.hostname).getByText("running")).toBeVisible();
  fleet.hypervisor(vm.on).crashVm(vm.ip);
  await expect(rowOf(page, vm.hostname).getByText("crashed")).toBeVisible();
});

test("search, sort and groups are in the address and survive Back, Forward and reload", async ({ page }) => {
  await openVmList(page);
  const search = page.getByRole("combobox", { name: "Search VMs" });
  await search.fill("state:running");
  await expect(page).toHaveURL(/q=state/);
  await page.getByRole("columnheader", { name: "Memory" }).getByRole("button").click();
  await expect(page).toHaveURL(/sort=MemoryInMiB/);
  await page.getByLabel("Group by").selectOption({ label: "By hypervisor" });
  await expect(page).toHaveURL(/group=Hypervisor/);
  const address = page.url();
  await page
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: /Networks/ })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "Networks" })).toBeVisible();
  await page.goBack();
  expect(page.url()).toBe(address);
  await expect(search).toHaveValue("state:running");
  await page.reload();
  await expect(search).toHaveValue("state:running");
  await expect(page.getByRole("columnheader", { name: "Memory" })).toHaveAttribute("aria-sort", "ascending");
  await expect(page.getByLabel("Group by")).toHaveValue(/^Hypervisor/);
  await page.goBack();
  await page.goForward();
  await expect(search).toHaveValue("state:running");
});

test("a search that cannot be understood is marked with the reason", async ({ page }) => {
  await openVmList(page);
  const search = page.getByRole("combobox", { name: "Search VMs" });
  await search.fill("mem>=nonsense");
  await expect(search).toHaveAttribute("aria-invalid", "true");
  await search.fill("");
  await expect(search).not.toHaveAttribute("aria-invalid", "true");
});

test("keys move through the list, select and open", async ({ page, fleet }) => {
  const vm = await fleet.createVm("keyboard-only");
  await openVmList(page);
  await page.keyboard.press("/");
  const search = page.getByRole("combobox", { name: "Search VMs" });
  await expect(search).toBeFocused();
  await page.keyboard.type(vm.hostname);
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.keyboard.press("Escape");
  await expect(rowOf(page, vm.hostname)).toBeFocused();
  await page.keyboard.press("x");
  await expect(page.getByRole("region", { name: "Selected VMs" })).toContainText("1 VM selected");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/vms/${vm.ip}$`));
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await expect(page.getByRole("heading", { level: 1, name: "Hypervisors" })).toBeVisible();
});

test("the menu of a row offers what the state allows and says why not", async ({ page, fleet }) => {
  const vm = await fleet.createVm("menu-of-a-row");
  await openVmList(page, vm.hostname);
  const menu = await openRowMenu(page, vm.hostname);
  const stop = menu.getByRole("menuitem", { name: /^Stop/ });
  await expect(stop).toHaveAttribute("aria-disabled", "true");
  await menu.getByRole("menuitem", { name: /^Start/ }).click();
  await announced(page, "menu-of-a-row was started");
  await expect(rowOf(page, vm.hostname).getByText("running")).toBeVisible();
});

test("bulk work shows what is left out and keeps the result @api:StartVmAsync @api:DestroyVmAsync", async ({
  page,
  fleet,
}) => {
  const names = ["bulk-one", "bulk-two", "bulk-three"];
  for (const name of names) await fleet.createVm(name, { Tags: { set: "bulk" } });
  await fleet.call(fleet.vm("bulk-three"), "StartVm");
  await openVmList(page, "tag:set=bulk");
  await expect(page.getByRole("row")).toHaveCount(4);
  await page.getByLabel("Select all").check();
  await page.getByRole("region", { name: "Selected VMs" }).getByRole("button", { name: "Start" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("2 will change");
  await expect(dialog).toContainText("1 skipped");
  await dialog.getByRole("button", { name: "Start 2 VMs" }).click();
  await expect(dialog.getByRole("button", { name: "Close", exact: true }).last()).toBeEnabled();
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
  for (const name of names) await expect(rowOf(page, name).getByText("running")).toBeVisible();

  await page.getByLabel("Select all").check();
  await page.getByRole("region", { name: "Selected VMs" }).getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: /^Destroy/ }).click();
  const destroy = dialog.getByRole("button", { name: "Destroy 3 VMs" });
  await expect(destroy).toBeDisabled();
  await dialog.getByLabel("Type 3 to go on").fill("3");
  await destroy.click();
  await expect(page.getByRole("heading", { name: "No VM matches" })).toBeAttached();
});
