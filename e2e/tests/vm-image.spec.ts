/** The Image and User data & identity tabs of a VM. */
import type { Message } from "../conformance/client.ts";
import { expect, test } from "./support/fixtures.ts";
import type { Fleet, FleetVm } from "./support/fleet.ts";
import { chooseAction, expectVm, openVm, submit } from "./support/vm-actions.ts";

const image = "base/alpine-3.21";
const fromImage = { ImageName: image, MinimumFreeBytes: 1 << 20 };
const createFromImage = (fleet: Fleet, name: string) => fleet.createVm(name, fromImage);
const hasOldImage = (fleet: Fleet, { ip, on }: FleetVm) => {
  const { files } = fleet.hypervisor(on).state.vm(ip);
  return files.size("root.old") !== undefined;
};
const imageOf = (info: Message) => String(info.ImageName);

test("the image is replaced, and the old one comes back @api:ReplaceVmImage @api:RestoreVmImage", async ({
  page,
  fleet,
}) => {
  const vm = await createFromImage(fleet, "image-replaced");
  await openVm(page, vm, "image");
  await page.getByRole("button", { name: "Replace image" }).click();
  await submit(page, {
    fill: (dialog) => dialog.getByLabel("Image", { exact: true }).fill("rescue/toolbox"),
  });
  await expectVm(fleet, vm, (info) => imageOf(info).startsWith("rescue/toolbox"));
  await page.getByRole("button", { name: "Undo: restore old image" }).click();
  await submit(page);
  await expect.poll(() => hasOldImage(fleet, vm)).toBe(false);
});

test("the image is patched, and its log read @api:PatchVmImage @api:GetVmLastPatchLog", async ({
  page,
  fleet,
  consoleGuard,
}) => {
  // Until the patch has ended there is no log to read.
  consoleGuard.expect(/status of 4\d\d/);
  const vm = await createFromImage(fleet, "image-patched");
  await openVm(page, vm, "image");
  await page.getByRole("button", { name: "Patch image" }).click();
  await submit(page, { fill: (dialog) => dialog.getByLabel("Image", { exact: true }).fill(image) });
  await openVm(page, vm, "logs");
  await expect(async () => {
    await page.reload();
    await page.getByLabel("Which log").selectOption("patch");
    await expect(page.getByRole("region", { name: "Log", exact: true })).toContainText(image, {
      timeout: 1000,
    });
  }).toPass();
});

test("the old image is discarded @api:DiscardVmOldImage", async ({ page, fleet }) => {
  const vm = await createFromImage(fleet, "old-image-discarded");
  await fleet.client(vm.on).succeed("ReplaceVmImage", { IpAddress: vm.ip, ...fromImage });
  await openVm(page, vm, "image");
  await page.getByRole("button", { name: "Discard old image" }).click();
  await submit(page);
  await expect.poll(() => hasOldImage(fleet, vm)).toBe(false);
});

test("the VM is started from a debug image @api:DebugVmImage", async ({ page, fleet }) => {
  const vm = await createFromImage(fleet, "image-debugged");
  await openVm(page, vm);
  await chooseAction(page, "DebugVmImage");
  await submit(page, {
    fill: (dialog) => dialog.getByLabel("Image", { exact: true }).fill("rescue/toolbox"),
  });
  await expectVm(fleet, vm, (info) => info.State === "debugging");
});

test("the files of the root are found by name @api:ScanVmRoot", async ({ page, fleet }) => {
  const vm = await createFromImage(fleet, "root-scanned");
  await openVm(page, vm, "image");
  await page.getByRole("button", { name: "Scan", exact: true }).click();
  await expect(page.getByRole("button", { name: /^etc/ })).toBeVisible();
  await page.getByLabel("Find files").fill("hostname");
  await expect(page.getByText("/etc/hostname").first()).toBeVisible();
});

test("user data are replaced, restored, discarded @api:GetVmUserData @api:ReplaceVmUserData @api:RestoreVmUserData @api:DiscardVmOldUserData", async ({
  page,
  fleet,
}) => {
  const vm = await fleet.createVm("user-data-by-hand");
  await openVm(page, vm, "identity");
  const text = page.getByLabel("Text of the user data");
  const replace = async (with_: string) => {
    await text.fill(with_);
    await page.getByRole("button", { name: "Replace", exact: true }).click();
    await expect(page.getByText(`The user data of ${vm.hostname} were replaced`).first()).toBeVisible();
  };
  await page.getByRole("button", { name: "Show and edit" }).click();
  await replace("#cloud-config\n# first\n");
  await replace("#cloud-config\n# second\n");
  await page.getByRole("button", { name: "Restore old" }).click();
  await submit(page);
  await expect(async () => {
    await page.reload();
    await page.getByRole("button", { name: "Show and edit" }).click();
    await expect(text).toHaveValue("#cloud-config\n# first\n", { timeout: 1000 });
  }).toPass();
  await replace("#cloud-config\n# third\n");
  await page.getByRole("button", { name: "Discard old" }).click();
  await submit(page);
  await expect.poll(() => fleet.hypervisor(vm.on).state.vm(vm.ip).blobs.has("user-data.raw.old")).toBe(false);
});
