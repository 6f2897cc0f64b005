/** The Volumes and Snapshots tabs of a VM: each button once, and what the hypervisor has afterwards. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import type { Message } from "../conformance/client.ts";
import { violations } from "./support/axe.ts";
import { expect, type Page, test } from "./support/fixtures.ts";
import { announced, dialog } from "./support/pages.ts";
import { expectVm, openVm, submit } from "./support/vm-actions.ts";

const mib = 1 << 20;
const twoVolumes = { SecondaryVolumes: [{ Size: 16 * mib }, { Size: 32 * mib }] };
const volumes = (info: Message) => info.Volumes as { Size: number; Snapshots?: Record<string, number> }[];
const sizes = (info: Message) => volumes(info).map(({ Size }) => Size / mib);

/** The session of a page, for a request beside it. */
async function cookieOf(page: Page): Promise<string> {
  return (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
}

/** A download whose receiver takes the first bytes and then no more. */
async function slowDownload(url: string, Cookie: string): Promise<IncomingMessage> {
  const request = get(url, { headers: { Cookie } });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  return response;
}

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
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
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
      const places = dialog.getByRole("radiogroup", { name: "Move it to" });
      await expect(places.getByRole("radio")).toHaveCount(2);
      const here = places.getByRole("radio", { name: new RegExp(`^Storage ${before} It is there now`) });
      await expect(here).toBeDisabled();
      await expect(places.getByText(/usable of/)).toHaveCount(2);
      await places.getByRole("radio", { name: `Storage ${other}` }).check();
      expect(await violations(page)).toEqual([]);
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
  await announced(page, "Download of volume 1 of volume-downloaded: done");
});

test("how far a download is shows at the volume, for everybody, until it is cancelled or whole", async ({
  page,
  fleet,
  product,
}) => {
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  // More than the connection takes at once: the rest waits for a reader.
  const vm = await fleet.createVm("volume-followed", { SecondaryVolumes: [{ Size: 192 * mib }] });
  await openVm(page, vm, "volumes");
  const path = `/api/v1/vms/${vm.ip}/volumes/1`;
  // Somebody else downloads it and is slow: only the first bytes are read.
  const slow = await slowDownload(`${product.url}${path}`, await cookieOf(page));
  const progress = page.getByRole("progressbar", { name: "Downloaded" });
  await expect(progress).toHaveAttribute("aria-valuetext", /of 192 MiB/);
  await expect(progress).not.toHaveAttribute("aria-valuenow", "100");
  await expect(
    page.getByText(/the hypervisor has sent all of it: the VM can be changed again/),
  ).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Operations" }).first().click();
  await expect(dialog(page).getByText("Download volume volume-followed, volume 1")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("table").getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText(/The download by admin ended after .* of 192 MiB/)).toBeVisible();
  // What it gets ends before all of it is there.
  const failure = new Promise<Error>((resolve) => slow.once("error", resolve));
  slow.resume();
  expect((await failure).message).toBe("aborted");
});

test("what a restore takes away is kept in a snapshot first", async ({ page, fleet }) => {
  const vm = await fleet.createVm("restored-safely");
  await fleet.call(vm, "SnapshotVm", { Name: "before" });
  await openVm(page, vm, "snapshots");
  await page
    .getByRole("row", { name: /^before/ })
    .getByRole("button", { name: "Restore" })
    .click();
  await submit(page, {
    fill: (dialog) => expect(dialog.getByLabel("First take a snapshot of what is there now")).toBeChecked(),
  });
  const names = (info: Message) => Object.keys(volumes(info)[0]?.Snapshots ?? {}).sort();
  await expectVm(fleet, vm, (info) => /^before,before-restore-\d{8}-\d{4}$/.test(String(names(info))));
});

test("a restore is not begun when the snapshot before it fails", async ({ page, fleet, consoleGuard }) => {
  consoleGuard.expect(/Failed to load resource/);
  const vm = await fleet.createVm("restored-not", twoVolumes);
  await fleet.call(vm, "SnapshotVm", { Name: "before" });
  await openVm(page, vm, "snapshots");
  await page
    .getByRole("row", { name: /^before/ })
    .getByRole("button", { name: "Restore" })
    .click();
  fleet.hypervisor(vm.on).state.vm(vm.ip).separateBoot = true;
  await dialog(page).getByRole("button", { name: "Restore snapshot" }).click();
  await expect(dialog(page).getByText("Snapshot before it failed")).toBeVisible();
  await expect(
    dialog(page).getByText("cannot snapshot root volume with separate initrd").first(),
  ).toBeVisible();
  await expectVm(fleet, vm, (info) => String(Object.keys(volumes(info)[0]?.Snapshots ?? {})) === "before");
  // Without it, because somebody decides so.
  await dialog(page).getByLabel("First take a snapshot of what is there now").uncheck();
  await submit(page);
  await expectVm(fleet, vm, (info) => String(Object.keys(volumes(info)[0]?.Snapshots ?? {})) === "before");
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
    fill: async (dialog) => {
      await expect(dialog.getByLabel("Keep the snapshot")).toBeChecked();
      await dialog.getByLabel("First take a snapshot of what is there now").uncheck();
    },
  });
  await expectVm(fleet, vm, (info) => held(info).includes("before"));
  await row.getByRole("button", { name: "Discard" }).click();
  await submit(page);
  await expectVm(fleet, vm, (info) => held(info).length === 0);
  await expect(page.getByText("No snapshots")).toBeVisible();
});
