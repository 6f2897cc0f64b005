import { expect, test } from "./support/fixtures.ts";
import { openVm } from "./support/vm-actions.ts";

test("an empty VM is created, acknowledged and runs @api:CreateVm @api:AcknowledgeVm", async ({
  page,
  fleet,
}) => {
  await page.goto("/vms");
  await page.getByRole("button", { name: "Create VM" }).click();
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
