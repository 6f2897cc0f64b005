/** VMs that go from one hypervisor to another, or come from files beside it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./support/fixtures.ts";
import type { Fleet } from "./support/fleet.ts";
import { openHypervisor } from "./support/hypervisors.ts";
import { chooseAction, expectVm, openVm, submit } from "./support/vm-actions.ts";

const cookieOf = (fleet: Fleet, on: number) => ({
  name: "root-cookie",
  mimeType: "application/octet-stream",
  buffer: readFileSync(join(fleet.hypervisor(on).state.options.stateDirectory, "root-cookie")),
});

test("a VM migrates once the question is answered @api:MigrateVm @api:GetVmAccessToken", async ({
  page,
  fleet,
}) => {
  const vm = await fleet.createVm("migrated-by-hand");
  const to = fleet.simulation.addresses[1]!;
  await openVm(page, vm);
  await chooseAction(page, "MigrateVm");
  await submit(page, {
    fill: async (dialog) => {
      await dialog.getByLabel("To", { exact: true }).selectOption(to);
      await expect(dialog).toContainText(`takes an access token for ${vm.hostname}`);
    },
  });
  await page.goto("/operations");
  const commit = page.getByRole("button", { name: "Commit", exact: true });
  await expect(page.getByText(/stays where it is now/).first()).toBeVisible();
  // It has its token while it waits, and nobody else gets one.
  const another = await fleet.client(0).attempt("GetVmAccessToken", { IpAddress: vm.ip, Lifetime: 60e9 });
  expect(another.error).toContain("someone else has the access token");
  await commit.click();
  await expect
    .poll(() => fleet.vms().filter(({ hostname }) => hostname === vm.hostname))
    .toMatchObject([{ ip: vm.ip, on: 1 }]);
});

test("a VM is copied under another name @api:CopyVm", async ({ page, fleet }) => {
  const vm = await fleet.createVm("copied-by-hand");
  await openVm(page, vm);
  await chooseAction(page, "CopyVm");
  await submit(page, {
    fill: (dialog) => dialog.getByLabel("Name of the copy").fill("the-copy"),
  });
  await expect.poll(() => fleet.vms().map(({ hostname }) => hostname)).toContain("the-copy");
  expect(fleet.vms().map(({ ip }) => ip)).toContain(vm.ip);
});

test("a VM gives up its address and gets it back @api:PrepareVmForMigration", async ({ page, fleet }) => {
  const vm = await fleet.createVm("prepared-by-hand");
  await openVm(page, vm);
  await chooseAction(page, "PrepareVmForMigration");
  await submit(page, { fill: (dialog) => expect(dialog.getByLabel(/^Give up its address/)).toBeChecked() });
  await expectVm(fleet, vm, (info) => info.State === "migrating");
  await expect(page.getByText("migrating").first()).toBeVisible();
  await chooseAction(page, "PrepareVmForMigration");
  await submit(page, {
    fill: (dialog) => expect(dialog.getByLabel(/^Give up its address/)).not.toBeChecked(),
  });
  await expectVm(fleet, vm, (info) => info.State === "stopped");
});

test("a VM's lock is held while others wait @api:HoldVmLock", async ({ page, fleet }) => {
  const vm = await fleet.createVm("locked-by-hand");
  await openVm(page, vm);
  await chooseAction(page, "HoldVmLock");
  await submit(page, { fill: (dialog) => dialog.getByLabel("Seconds").fill("1") });
  await expectVm(fleet, vm, (info) => info.State === "stopped");
});

test("a VM made of files is imported and committed, another one exported @api:ImportLocalVm @api:CommitImportedVm @api:ExportLocalVm", async ({
  page,
  fleet,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "stackdeck-import-"));
  const file = join(folder, "root.img");
  writeFileSync(file, Buffer.alloc(1 << 16, 1));
  await openHypervisor(page, fleet.hypervisor(0), "tools");
  await page.getByRole("button", { name: "Import a VM from files" }).click();
  await submit(page, {
    fill: async (dialog) => {
      await dialog.getByLabel("Host name").fill("imported-by-hand");
      await dialog.getByLabel("Address", { exact: true }).fill("10.30.0.200");
      await dialog.getByLabel("MAC address").fill("52:54:00:00:c0:01");
      await dialog.getByLabel("Memory", { exact: true }).fill("128M");
      await dialog.getByLabel("Volume files on the machine").fill(file);
      await dialog.getByLabel("Cookie file of the machine").setInputFiles(cookieOf(fleet, 0));
    },
  });
  await expect.poll(() => fleet.vms().map(({ hostname }) => hostname)).toContain("imported-by-hand");
  const vm = fleet.vm("imported-by-hand");
  await openVm(page, vm);
  await chooseAction(page, "CommitImportedVm");
  await submit(page);
  await expectVm(fleet, vm, (info) => info.Uncommitted !== true);
  // An import runs at once; only what is stopped can be exported.
  await fleet.call(vm, "StopVm");
  await expect(page.getByText("stopped", { exact: true }).first()).toBeVisible();
  await chooseAction(page, "ExportLocalVm");
  await submit(page, {
    fill: (dialog) => dialog.getByLabel("Cookie file of the machine").setInputFiles(cookieOf(fleet, 0)),
  });
  await expectVm(fleet, vm, (info) => info.State === "exporting");
  rmSync(folder, { recursive: true });
});
