/** Switching a hypervisor off, on a fleet of its own: it stays off. */
import { test as base, expect } from "./support/fixtures.ts";
import { Fleet } from "./support/fleet.ts";
import { ask, openHypervisor } from "./support/hypervisors.ts";

const test = base.extend<object, { readonly fleet: Fleet }>({
  fleet: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
    async ({}, use) => {
      const fleet = await Fleet.start({ hypervisors: 2, population: 2 });
      await use(fleet);
      await fleet.close();
    },
    { scope: "worker" },
  ],
});

test("powering off says how many VMs, wants the name, and stops them one by one @api:PowerOff", async ({
  page,
  fleet,
}) => {
  const hypervisor = fleet.hypervisor(0);
  const here = () => fleet.vms().filter((vm) => vm.on === 0);
  for (const vm of here()) if (vm.state !== "running") await fleet.call(vm, "StartVm");
  await openHypervisor(page, hypervisor);
  const open = await ask(page, "Power off");
  const go = open.locator("footer").getByRole("button").last();
  await expect(open).toContainText("2 VMs run here");
  await expect(go).toBeDisabled();
  // Both hypervisors of this fleet are on one host: its name alone could be the other.
  await open.getByLabel(/^Type .* to go on$/).fill(hypervisor.host);
  await expect(go).toBeDisabled();
  await open.getByLabel(/^Type .* to go on$/).fill(hypervisor.address);
  await open.getByLabel(/^Stop the 2 VMs/).check();
  await go.click();
  await expect(open).toBeHidden();
  // The operation tells each step and stays when the machine has gone.
  await page.goto("/operations");
  await page
    .getByRole("main")
    .getByRole("link", { name: /^Power off/ })
    .click();
  const log = page.getByRole("log");
  for (const step of [/\(1 of 2\)/, /\(2 of 2\)/, /powering off/]) await expect(log).toContainText(step);
  await expect(page.getByRole("main").getByText("succeeded", { exact: true }).first()).toBeVisible();
  expect(hypervisor.isListening).toBe(false);
  expect(here().map((vm) => vm.state)).toEqual(["stopped", "stopped"]);
  await page.goto("/");
  await expect(page.getByRole("region", { name: "Needs attention" })).toContainText(hypervisor.host);
});
