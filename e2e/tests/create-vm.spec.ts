import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";
import { openVm } from "./support/vm-actions.ts";

test("an empty VM is created, acknowledged and runs @api:CreateVm @api:AcknowledgeVm", async ({
  page,
  fleet,
}) => {
  await page.goto("/vms");
  await page.getByRole("link", { name: "Create VM" }).click();
  await expect(page).toHaveURL(/\/vms\/create/);
  await page.getByLabel("Host name", { exact: true }).fill("made-in-the-browser");
  await page.getByText("Empty disk", { exact: true }).click();
  await page.getByLabel("Memory", { exact: true }).fill("256M");
  await page.getByLabel("Size of the root volume").fill("16M");
  await page.getByLabel("Subnet", { exact: true }).selectOption("development");
  await page.getByRole("button", { name: "Create VM" }).click();
  const open = page.getByRole("link", { name: /^Open made-in-the-browser at / });
  await expect(open).toBeVisible({ timeout: 20_000 });
  await open.click();
  await expect(page.getByRole("heading", { level: 1, name: "made-in-the-browser" })).toBeVisible();
  await expect.poll(() => fleet.vm("made-in-the-browser").state).toBe("running");
});

test("each volume's storage is chosen among those of the hypervisor", async ({ page, fleet }) => {
  await page.goto("/vms/create");
  await page.getByLabel("Host name", { exact: true }).fill("placed-by-hand");
  await page.getByLabel("Image", { exact: true }).fill("base/alpine-3.21");
  await page.getByLabel("Memory", { exact: true }).fill("256M");
  await page.getByRole("textbox", { name: /^Further volumes/ }).fill("16M");
  await page.keyboard.press("Enter");
  await page.getByLabel("Subnet", { exact: true }).selectOption("development");
  await page.getByText("Leave it stopped").click();
  await page.getByText("Advanced", { exact: true }).click();
  await expect(page.getByText("To choose, choose a hypervisor", { exact: false })).toBeVisible();
  await page.getByRole("group", { name: "Hypervisor" }).getByRole("radio").nth(1).check();
  const further = page.getByLabel("Storage: Volume 1 of 16M");
  await expect(further.getByRole("option")).toHaveText([
    "As the hypervisor decides",
    /^Storage 0: .* usable of /,
    /^Storage 1: .* usable of /,
  ]);
  await page.getByLabel("Storage: Root volume").selectOption("0");
  await further.selectOption("1");
  await page.getByRole("button", { name: "Create VM" }).click();
  await expect(page.getByRole("link", { name: /^Open placed-by-hand at / })).toBeVisible({ timeout: 20_000 });
  const placed = await fleet.call(fleet.vm("placed-by-hand"), "GetVmVolumeStorageConfiguration");
  expect(placed.VolumeStorageIndices).toEqual([0, 1]);
});

test("an uploaded image becomes the root", async ({ page, fleet }) => {
  await page.goto("/vms/create");
  await page.getByLabel("Host name", { exact: true }).fill("made-of-an-upload");
  await page.getByText("Upload", { exact: true }).click();
  const file = { name: "disk.raw", mimeType: "application/octet-stream", buffer: Buffer.alloc(300_000, 7) };
  await page.getByLabel("Raw image file").setInputFiles(file);
  await page.getByLabel("Memory", { exact: true }).fill("256M");
  await page.getByLabel("Subnet", { exact: true }).selectOption("development");
  await page.getByLabel("Leave it stopped").check();
  await page.getByRole("button", { name: "Create VM" }).click();
  await expect(page.getByRole("link", { name: /^Open made-of-an-upload at / })).toBeVisible({
    timeout: 20_000,
  });
  const { VmInfo } = await fleet.call(fleet.vm("made-of-an-upload"), "GetVmInfo");
  expect((VmInfo as { Volumes: { Size: number }[] }).Volumes[0]?.Size).toBe(300_000);
});

test("in the background, and then in Operations @api:CreateVmAsync", async ({ page, fleet }) => {
  await page.goto("/vms/create");
  await page.getByLabel("Host name", { exact: true }).fill("made-in-the-background");
  await page.getByText("Empty disk", { exact: true }).click();
  await page.getByLabel("Memory", { exact: true }).fill("256M");
  await page.getByLabel("Subnet", { exact: true }).selectOption("development");
  await page.getByRole("button", { name: "Create in the background" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Operations" })).toBeVisible();
  await expect.poll(() => fleet.vms().some((vm) => vm.hostname === "made-in-the-background")).toBe(true);
});

test("another like this starts from the VM's own request @api:GetVmCreateRequest", async ({
  page,
  fleet,
}) => {
  const vm = await fleet.createVm("to-be-repeated", { MemoryInMiB: 384 });
  await openVm(page, vm);
  await page.getByRole("button", { name: "All actions" }).click();
  await page.getByRole("menuitem", { name: "Another like this" }).click();
  await expect(page.getByLabel("Memory", { exact: true })).toHaveValue("384M");
});

test("the draft survives errors and a reload", async ({ page }) => {
  await page.goto("/vms/create");
  await page.getByLabel("Host name", { exact: true }).fill("not a good name");
  await page.getByRole("button", { name: "Create VM" }).click();
  await expect(page.getByLabel("Host name", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await page.reload();
  await expect(page.getByLabel("Host name", { exact: true })).toHaveValue("not a good name");
  await page.getByRole("button", { name: "Clear the form" }).click();
  await expect(page.getByLabel("Host name", { exact: true })).toHaveValue("");
});

/** Fills what every VM needs. */
async function fillSmall(page: Page, name: string): Promise<void> {
  await page.goto("/vms/create");
  await page.getByLabel("Host name", { exact: true }).fill(name);
  await page.getByText("Empty disk", { exact: true }).click();
  await page.getByLabel("Memory", { exact: true }).fill("64M");
  await page.getByLabel("Size of the root volume").fill("16M");
  await page.getByLabel("Subnet", { exact: true }).selectOption("development");
}

test("several at once have numbers in their names and tags", async ({ page, fleet }) => {
  await fillSmall(page, "many-%%");
  await page.getByLabel("How many").fill("2");
  await page.getByLabel("Numbers from").fill("9");
  await expect(page.getByText("many-09, many-10")).toBeVisible();
  await page.getByRole("button", { name: "Add tag" }).click();
  await page.getByLabel("Key 1").fill("shard");
  await page.getByLabel("Value 1").fill("s%");
  await page.getByLabel("Leave it stopped").check();
  await expect(page.getByText(/room for \d+, \d+ free address/).first()).toBeVisible();
  await page.getByRole("button", { name: "Create 2 VMs" }).click();
  await expect(page.getByRole("link", { name: /^Open many-09 at / })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("link", { name: /^Open many-10 at / })).toBeVisible({ timeout: 20_000 });
  const { VmInfo } = await fleet.call(fleet.vm("many-10"), "GetVmInfo");
  expect((VmInfo as { Tags: object }).Tags).toEqual({ Name: "many-10", shard: "s10" });
});

test("a hypervisor that is not well says why it does not fit", async ({ page, fleet }) => {
  fleet.hypervisor(0).setHealth("at risk");
  await fillSmall(page, "where-to");
  const place = page.getByRole("radio", { name: /at risk/ });
  await expect(place).toBeVisible();
  fleet.hypervisor(0).setHealth("healthy");
  await expect(place).toHaveCount(0, { timeout: 20_000 });
});

test("user data are looked at while they are typed", async ({ page }) => {
  await page.goto("/vms/create");
  const editor = page.getByRole("textbox", { name: /^User data/ });
  await editor.fill("#cloud-config\npackage:\n  - htop\n");
  const remarks = page.getByRole("list", { name: "Remarks on the user data" });
  await expect(remarks).toContainText("Line 2: cloud-init knows no “package”; “packages”?");
  await editor.fill("packages:\n  - htop\n");
  await expect(remarks).toContainText("cloud-init ignores it otherwise");
  await editor.fill("");
  await page.getByRole("button", { name: "Insert" }).click();
  await page.getByRole("menuitem", { name: "Packages" }).click();
  await expect(editor).toHaveValue(/^#cloud-config\npackage_update/);
  await expect(page.getByText("can be read")).toBeVisible();
});

test("what the server refuses stands beside its field, and nothing typed is lost", async ({
  page,
  consoleGuard,
}) => {
  consoleGuard.expect(/400|422/);
  await fillSmall(page, "refused-by-the-server");
  await page.route("**/api/v1/vms", (route) =>
    route.request().method() === "POST"
      ? route.fulfill({
          status: 400,
          contentType: "application/problem+json",
          body: JSON.stringify({
            type: "/api/docs/errors#INVALID_INPUT",
            title: "Something in the request is wrong",
            status: 400,
            code: "INVALID_INPUT",
            requestId: "r",
            errors: [{ field: "MemoryInMiB", message: "more than any hypervisor has" }],
          }),
        })
      : route.continue(),
  );
  await page.getByRole("button", { name: "Create VM", exact: true }).click();
  const memory = page.getByLabel("Memory", { exact: true });
  await expect(memory).toHaveAttribute("aria-invalid", "true");
  await expect(memory).toHaveAccessibleDescription(/more than any hypervisor has/);
  await expect(page.getByLabel("Host name", { exact: true })).toHaveValue("refused-by-the-server");
  await memory.fill("128M");
  await expect(memory).not.toHaveAttribute("aria-invalid", "true");
});

test("an upload shows how far it is and can be cancelled", async ({ page, fleet, consoleGuard }) => {
  consoleGuard.expect(/Failed to load resource/);
  await page.goto("/vms/create");
  await page.getByLabel("Host name", { exact: true }).fill("cancelled-upload");
  await page.getByText("Upload", { exact: true }).click();
  const file = {
    name: "disk.raw",
    mimeType: "application/octet-stream",
    buffer: Buffer.alloc(300_000, 7),
  };
  await page.getByLabel("Raw image file").setInputFiles(file);
  await page.getByLabel("Memory", { exact: true }).fill("64M");
  await page.getByLabel("Subnet", { exact: true }).selectOption("development");
  // A slow line: the upload is held until it is cancelled.
  await page.route("**/uploads/image", () => undefined);
  await page.getByRole("button", { name: "Create VM", exact: true }).click();
  await expect(page.getByRole("progressbar", { name: "Upload of disk.raw" })).toBeVisible();
  const stays = page.evaluate<boolean>(`!dispatchEvent(new Event("beforeunload", { cancelable: true }))`);
  expect(await stays).toBe(true);
  await page.getByRole("button", { name: "Cancel upload" }).first().click();
  await expect(page.getByText(/cancelled/i).first()).toBeVisible();
  expect(fleet.vms().some((vm) => vm.hostname === "cancelled-upload")).toBe(false);
});

test("the equivalent command follows the form and is copied", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/vms/create");
  await page.getByLabel("Host name", { exact: true }).fill("as-a-command");
  await page.getByLabel("Image", { exact: true }).fill("base/alpine");
  await page.getByLabel("Memory", { exact: true }).fill("2G");
  await page.getByLabel("Subnet", { exact: true }).selectOption("development");
  await expect(page.getByRole("region", { name: "vm-control command" })).toContainText("-memory=2048M");
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  expect(await page.evaluate<string>("navigator.clipboard.readText()")).toBe(
    [
      "vm-control",
      "-vmHostname=as-a-command",
      "-imageName=base/alpine",
      "-memory=2048M",
      "-subnetId=development",
      "create-vm",
    ].join(" \\\n  "),
  );
});
