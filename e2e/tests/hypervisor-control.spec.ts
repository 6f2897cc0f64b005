/** Ruling a hypervisor: disabling, owners, locks, and what it says of itself. */
import { expect, test } from "./support/fixtures.ts";
import { ask, carryOut, fillList, openHypervisor, panel } from "./support/hypervisors.ts";
import { announced } from "./support/pages.ts";

test("disabling asks, enabling does not, and the mark follows the hypervisor @api:SetDisabledState", async ({
  page,
  fleet,
}) => {
  const hypervisor = fleet.hypervisor(1);
  await openHypervisor(page, hypervisor);
  const open = await ask(page, "Disable");
  await expect(open).toContainText("No VM can be created or started here");
  // Enter must be harmless: the safe button has the focus.
  await expect(open.getByRole("button", { name: "Cancel" })).toBeFocused();
  await carryOut(page);
  await expect(page.getByRole("main").getByText("disabled", { exact: true })).toBeVisible();
  expect(hypervisor.state.disabled).toBe(true);
  await page.getByRole("main").getByRole("button", { name: "Enable", exact: true }).click();
  await expect(page.getByRole("main").getByText("disabled", { exact: true })).toBeHidden();
  await expect(page.getByRole("dialog")).toBeHidden();
  expect(hypervisor.state.disabled).toBe(false);
});

test("owners are set and rule at once @api:ChangeOwners", async ({ page, fleet }) => {
  const hypervisor = fleet.hypervisor(1);
  await openHypervisor(page, hypervisor, "tools");
  const open = await ask(page, "Change owners");
  await fillList(open.getByRole("textbox", { name: /^Owner users/ }), "alice", "carol");
  await fillList(open.getByRole("textbox", { name: /^Owner groups/ }), "team-b");
  await carryOut(page);
  expect(hypervisor.state.owners).toEqual({ users: ["alice", "carol"], groups: ["team-b"] });
  await fleet.client(1, "alice").ok("SetDisabledState", { Disable: false });
  await ask(page, "Change owners");
  await carryOut(page);
  expect(hypervisor.state.owners).toEqual({ users: [], groups: [] });
});

test("the main lock is held while others wait @api:HoldLock", async ({ page, fleet }) => {
  await openHypervisor(page, fleet.hypervisor(1), "tools");
  const open = await ask(page, "Hold the main lock");
  await open.getByLabel("Hold for, seconds").fill("5");
  await open.getByLabel("For writing").check();
  await open.locator("footer").getByRole("button").last().click();
  await expect(open.getByRole("button", { name: "Working…" })).toBeVisible();
  const alice = fleet.client(1, "alice");
  const waited = async () => {
    const started = performance.now();
    await alice.ok("GetCapacity", {});
    return performance.now() - started;
  };
  // The first calls may come before the lock is taken.
  await expect.poll(waited).toBeGreaterThan(1000);
  await announced(page, /Hold lock .* is done/);
});

test("what the machine says of itself @api:GetIdentityProvider @api:GetRootCookiePath @api:ListVolumeDirectories @api:GetPublicKey", async ({
  page,
  fleet,
}) => {
  const { state } = fleet.hypervisor(0);
  await openHypervisor(page, fleet.hypervisor(0), "tools");
  const machine = panel(page, "On the machine");
  await expect(machine).toContainText("https://identity.example.net");
  await expect(machine).toContainText(`${state.options.stateDirectory}/root-cookie`);
  for (const { directory } of state.options.backends) await expect(machine).toContainText(directory);
  const { KeyPEM } = await fleet.client(0).ok("GetPublicKey", {});
  const pem = Buffer.from(String(KeyPEM), "base64").toString();
  await expect(panel(page, "Public key")).toContainText(pem.split("\n")[1] ?? "");
});

test("capacity is what the hypervisor answers @api:GetCapacity", async ({ page, fleet }) => {
  const hypervisor = fleet.hypervisor(0);
  await openHypervisor(page, hypervisor);
  const machine = panel(page, "Machine");
  await expect(machine).toContainText(`${hypervisor.state.options.memoryInMiB / 1024} GiB`);
  await expect(machine).toContainText(String(hypervisor.state.options.numCPUs));
  const { AvailableMemoryInMiB } = await fleet.client(0).ok("GetCapacity", {});
  const shown = await machine.getByRole("definition").filter({ hasText: "GiB" }).allTextContents();
  expect(shown.map((text) => Math.round(Number.parseFloat(text)))).toContain(
    Math.round(Number(AvailableMemoryInMiB) / 1024),
  );
});

test("its VMs are compared with its own list @api:ListVMs", async ({ page, fleet }) => {
  const here = fleet.vms().filter((vm) => vm.on === 0);
  await openHypervisor(page, fleet.hypervisor(0), "vms");
  await expect(page.getByRole("link", { name: here[0]!.hostname, exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Compare with the hypervisor" }).click();
  await announced(page, `The hypervisor names ${here.length} VMs`);
});
