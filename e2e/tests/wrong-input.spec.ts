/** What is typed wrongly: named beside its field, the keyboard goes there, and nothing typed is lost. */
import type { Locator } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";
import { ask, openHypervisor } from "./support/hypervisors.ts";
import { dialog } from "./support/pages.ts";
import { chooseAction, openVm } from "./support/vm-actions.ts";

/** A field has the keyboard, says what is wrong with it and holds what was typed. */
async function expectWrong(field: Locator, says: string | RegExp, typed: string): Promise<void> {
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(says);
  await expect(field).toHaveValue(typed);
}

test("in a dialog the first wrong field has the keyboard, and Enter tries again", async ({ page, fleet }) => {
  const vm = await fleet.createVm("wrongly-sized");
  await openVm(page, vm);
  await chooseAction(page, "ChangeVmSize");
  const [memory, cpus] = [
    dialog(page).getByLabel("Memory"),
    dialog(page).getByLabel("CPU share, thousandths"),
  ];
  await memory.fill("lots");
  await cpus.fill("a few");
  await page.keyboard.press("Enter");
  await expectWrong(memory, /Type a size such as 512M or 16G/, "lots");
  await memory.fill("512M");
  await page.keyboard.press("Enter");
  await expectWrong(cpus, /Type a whole number, 1 or more/, "a few");
  await cpus.fill("500");
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeHidden();
  const { VmInfo } = await fleet.call(vm, "GetVmInfo");
  expect(VmInfo).toMatchObject({ MemoryInMiB: 512, MilliCPUs: 500 });
});

test("a tag that is there twice has the keyboard", async ({ page, fleet }) => {
  const vm = await fleet.createVm("twice-tagged", { Tags: { a: "1", b: "2" } });
  await openVm(page, vm);
  await chooseAction(page, "ChangeVmTags");
  await dialog(page).getByLabel("Key 2").fill("a");
  await dialog(page).getByRole("button", { name: "Change tags" }).click();
  await expectWrong(dialog(page).getByLabel("Key 2"), "“a” is there twice: rename or remove one", "a");
});

test("a subnet is asked about field by field, and half a range is no range", async ({ page, fleet }) => {
  await openHypervisor(page, fleet.hypervisor(0), "networks");
  const add = await ask(page, "Add subnet");
  await page.keyboard.press("Enter");
  await expectWrong(add.getByLabel("Name", { exact: true }), "Fill this in", "");
  await add.getByLabel("Name", { exact: true }).fill("half");
  await add.getByLabel("Gateway").fill("10.77.0.1");
  await add.getByLabel("Mask").fill("255.255.255.0");
  await add.getByLabel(/^Name servers/).fill("10.77.0.2 elsewhere");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  const servers = add.getByLabel(/^Name servers/);
  await expectWrong(servers, "“elsewhere” is not an IPv4 address such as 10.0.0.2", "");
  await add.getByRole("button", { name: "Remove elsewhere from Name servers" }).click();
  const [first, last] = [add.getByLabel(/^First address/), add.getByLabel(/^Last such/)];
  await last.fill("10.77.0.99");
  await page.keyboard.press("Enter");
  await expectWrong(first, "Fill in both, or neither", "");
  expect(fleet.hypervisor(0).state.subnets.get("half")).toBeUndefined();
});

test("what is wrong among the folded options of a new VM is unfolded", async ({ page }) => {
  await page.goto("/vms/create");
  await page.getByLabel("Host name", { exact: true }).fill("folded");
  await page.getByText("Empty disk", { exact: true }).click();
  await page.getByLabel("Size of the root volume").fill("16M");
  await page.getByLabel("Subnet", { exact: true }).selectOption("development");
  await page.getByText("Advanced", { exact: true }).click();
  const priority = page.getByLabel(/^CPU priority/);
  await priority.fill("urgent");
  await page.getByText("Advanced", { exact: true }).click();
  await expect(priority).toBeHidden();
  await page.getByRole("button", { name: "Create VM", exact: true }).click();
  await expectWrong(priority, /Type a whole number from −20 to 19/, "urgent");
});

test("volumes of the same size, with spaces in it, and pasted line by line", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/vms/create");
  const volumes = page.getByLabel(/^Further volumes/);
  for (const size of ["10 GiB", "10GiB"]) {
    await volumes.fill(size);
    await page.keyboard.press("Enter");
  }
  const chips = page.getByRole("button", { name: "Remove 10GiB from further volumes" });
  await expect(chips).toHaveCount(2);
  await chips.first().click();
  await expect(chips).toHaveCount(1);
  const owners = page.getByLabel(/^Owners besides you/);
  await owners.focus();
  await page.evaluate("navigator.clipboard.writeText('alice\\nbob\\r\\ncarol')");
  await page.keyboard.press("Control+v");
  await page.keyboard.press("Enter");
  for (const name of ["alice", "bob", "carol"])
    await expect(page.getByRole("button", { name: `Remove ${name} from owners besides you` })).toBeVisible();
});
