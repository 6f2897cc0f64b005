/** The Volumes and Snapshots tabs of a VM: each button once, and what the hypervisor has afterwards. */
import { readFileSync } from "node:fs";
import type { Message } from "../conformance/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { expectVm, openVm, submit } from "./support/vm-actions.ts";

const mib = 1 << 20;
const twoVolumes = { SecondaryVolumes: [{ Size: 16 * mib }, { Size: 32 * mib }] };
const volumes = (info: Message) => info.Volumes as { Size: number; Snapshots?: Record<string, number> }[];
const sizes = (info: Message) => volumes(info).map(({ Size }) => Size / mib);

test("a volume is grown @api:ChangeVmVolumeSize", async ({ page, fleet }) => {
  const vm = await fleet.createVm("volume-grown", { ImageName: "base/alpine-3.21" });
  await openVm(page, vm, "volumes");
  const row = page.getByRole("row", { name: /^0 root/ });
  await row.getByRole("button", { name: "Resize" }).click();
  await submit(page, { fill: (dialog) => dialog.getByLabel("New size", { exact: true }).fill("3G") });
  await expectVm(fleet, vm, (info) => sizes(info)[0] === 3072);
  await expect(row).toContainText("3 GiB");
});

test("volumes change places by their buttons @api:ReorderVmVolumes", async ({ page, fleet }) => {
  const vm = await fleet.createVm("volumes-reordered", twoVolumes);
  await openVm(page, vm, "volumes");
  await page.getByRole("button", { name: "Move volume 2 up" }).click();
  await submit(page);
  await expectVm(fleet, vm, (info) => String(sizes(info).slice(1)) === "32,16");
});

test("a volume is deleted, others stay @api:DeleteVmVolume", async ({ page, fleet }) => {
  const vm = await fleet.createVm("volume-deleted", twoVolumes);
  await openVm(page, vm, "volumes");
  await page.getByRole("row", { name: /^1\b/ }).getByRole("button", { name: "Delete" }).click();
  await submit(page, { typed: vm.hostname });
  await expectVm(fleet, vm, (info) => String(sizes(info).slice(1)) === "32");
});

test("a volume moves to another storage @api:ChangeVmVolumeStorageIndex @api:GetVmVolumeStorageConfiguration", async ({
  page,
  fleet,
}) => {
  const vm = await fleet.createVm("volume-moved", twoVolumes);
  await openVm(page, vm, "volumes");
  await expect(page.getByText("Storage 1", { exact: true })).toBeVisible();
  const placed = async () =>
    (await fleet.call(vm, "GetVmVolumeStorageConfiguration")).VolumeStorageIndices as number[];
  const before = (await placed())[1]!;
  await page.getByRole("row", { name: /^1\b/ }).getByRole("button", { name: "Move", exact: true }).click();
  const other = String(1 - before);
  await submit(page, {
    fill: async (dialog) => {
      const field = dialog.getByLabel(/^(To storage|Storage)/).first();
      await field.selectOption(other).catch(() => field.fill(other));
    },
  });
  await expect.poll(async () => String((await placed())[1])).toBe(other);
});

test("a volume is downloaded whole @api:GetVmVolume", async ({ page, fleet }) => {
  const vm = await fleet.createVm("volume-downloaded", twoVolumes);
  await openVm(page, vm, "volumes");
  const download = page.waitForEvent("download");
  await page.getByRole("row", { name: /^1\b/ }).getByRole("button", { name: "Download" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/volume-downloaded.*-volume-1\.img$/);
  expect(readFileSync(await file.path()).length).toBe(16 * mib);
});

test("a snapshot is restored and kept, then discarded @api:RestoreVmFromSnapshot @api:DiscardVmSnapshot", async ({
  page,
  fleet,
}) => {
  const vm = await fleet.createVm("snapshots-by-hand");
  await fleet.call(vm, "SnapshotVm", { Name: "before" });
  const held = (info: Message) => Object.keys(volumes(info)[0]?.Snapshots ?? {});
  await openVm(page, vm, "snapshots");
  const row = page.getByRole("row", { name: /^before/ });
  await row.getByRole("button", { name: "Restore" }).click();
  await submit(page, {
    fill: (dialog) => expect(dialog.getByLabel("Keep the snapshot")).toBeChecked(),
  });
  await expectVm(fleet, vm, (info) => held(info).includes("before"));
  await row.getByRole("button", { name: "Discard" }).click();
  await submit(page);
  await expectVm(fleet, vm, (info) => held(info).length === 0);
  await expect(page.getByText("No snapshots")).toBeVisible();
});
