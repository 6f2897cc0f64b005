/** Settings, activity and operations: what is kept, found and exported. */
import { readFileSync } from "node:fs";
import { expect, test } from "./support/fixtures.ts";
import { openHypervisor } from "./support/hypervisors.ts";

test("appearance changes at once and stays: theme, density, time zone, units", async ({ page }) => {
  await page.goto("/settings");
  const panel = page.getByRole("region", { name: "Appearance" });
  await panel.getByText("Dark", { exact: true }).click();
  await panel.getByText("Compact", { exact: true }).click();
  await panel.getByText("UTC", { exact: true }).click();
  await expect(panel).toContainText(/For example .* UTC\./);
  await panel.getByText("GB", { exact: true }).click();
  await expect(panel).toContainText("For example 268 GB.");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.locator("html")).toHaveAttribute("data-density", "compact");
  await expect(page.getByRole("radio", { name: "UTC" })).toBeChecked();
  await page.goto("/");
  await expect(page.getByRole("main")).toContainText(/of [\d.]+ TB/);
});

test("that everybody acts as one user, and with which powers, is said where people look", async ({
  page,
}) => {
  await page.goto("/settings");
  await expect(page.getByRole("region", { name: "Identity" })).toContainText(
    "Everybody who signs in here acts as admin, with powers over every VM.",
  );
  await page.getByRole("button", { name: "admin, appearance and more" }).click();
  await expect(page.getByRole("menu")).toContainText(
    "Everybody here acts as admin, with powers over every VM",
  );
});

test("a token is made, shown once, works, and ends when it is revoked", async ({ page, product }) => {
  await page.goto("/settings");
  await page.getByRole("button", { name: "New token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("night backup");
  await dialog.getByRole("button", { name: "Make token" }).click();
  const secret = await dialog.getByLabel("Token").inputValue();
  await dialog.getByRole("button", { name: "Done" }).click();
  const ask = () => fetch(`${product.url}/api/v1/fleet`, { headers: { Authorization: `Bearer ${secret}` } });
  expect((await ask()).status).toBe(200);
  const row = page.getByRole("row").filter({ hasText: "night backup" });
  await expect(row).toContainText("read");
  await row.getByRole("button", { name: "Revoke night backup" }).click();
  await expect(row).toHaveCount(0);
  expect((await ask()).status).toBe(401);
});

test("a saved view opens the list first, until it is told not to", async ({ page }) => {
  await page.goto("/vms?q=state%3Astopped");
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save this view…" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Asleep");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.goto("/settings");
  const row = page.getByRole("row").filter({ hasText: "Asleep" });
  await expect(row).toContainText("state:stopped");
  await row.getByRole("button", { name: "Open with Asleep" }).click();
  await expect(row.getByText("yes", { exact: true })).toBeVisible();
  await row.getByRole("button", { name: "Remove Asleep" }).click();
  await expect(row).toHaveCount(0);
});

test("the activity is searched in the language of the lists and exported whole", async ({ page, fleet }) => {
  // Lines of the audit log stay: those of other tests in this product, or of an earlier try, are told apart by their time.
  const begin = new Date().toISOString();
  await openHypervisor(page, fleet.hypervisor(0));
  await page.getByRole("main").getByRole("button", { name: "Disable", exact: true }).click();
  await page.getByRole("dialog").locator("footer").getByRole("button").last().click();
  await page.getByRole("main").getByRole("button", { name: "Enable", exact: true }).click();
  await expect(page.getByRole("main").getByRole("button", { name: "Disable", exact: true })).toBeVisible();
  await page.goto("/activity");
  const search = page.getByRole("combobox", { name: "Search activity" });
  await search.fill(`method:SetDisabledState outcome:succeeded when>="${begin}"`);
  const rows = page.getByRole("row").filter({ hasText: "Disable or enable" });
  await expect(rows).toHaveCount(2);
  await expect(page.getByRole("row").filter({ hasText: "started" })).toHaveCount(0);
  await expect(page).toHaveURL(/q=/);
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export CSV" }).click();
  const text = readFileSync(await (await saving).path(), "utf8");
  expect(text.split("\r\n").filter((line) => line.includes("SetDisabledState"))).toHaveLength(2);
  await search.fill("outcome:nonsense (");
  await expect(page.getByRole("alert").or(page.getByRole("status")).first()).toBeVisible();
});

test("an operation is in the drawer and on its page with its lines, and can be cancelled", async ({
  page,
  fleet,
}) => {
  const { faults } = fleet.hypervisor(0);
  faults.startDelay = 60_000;
  await page.goto("/operations");
  await expect(page.getByRole("combobox", { name: "Search operations" })).toBeVisible();
  const wish = { Hostname: "starts-for-ever", MemoryInMiB: 256, MilliCPUs: 250, MinimumFreeBytes: 1 << 20 };
  await page.evaluate(
    async ({ body }) => {
      const session = (await (await fetch("/api/v1/session")).json()) as { CsrfToken: string };
      await fetch("/api/v1/vms", {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "Content-Type": "application/json", "X-CSRF-Token": session.CsrfToken },
      });
    },
    { body: { ...wish, SubnetId: "development", Hypervisor: fleet.hypervisor(0).address } },
  );
  await page.getByRole("button", { name: "At work" }).click();
  await expect(page).toHaveURL(/state%3Arunning/);
  await page
    .getByRole("main")
    .getByRole("link", { name: /starts-for-ever/ })
    .click();
  await expect(page.getByRole("log")).toContainText("starting VM");
  await expect(page.getByRole("definition").filter({ hasText: /^\d+ s$/ })).toBeVisible();
  await page.getByRole("button", { name: /^Operations/ }).click();
  const drawer = page.getByRole("dialog", { name: "Operations" });
  await expect(drawer).toContainText("starts-for-ever");
  await page.keyboard.press("Escape");
  await page.getByRole("main").getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("main").getByText("cancelled", { exact: true }).first()).toBeVisible();
  faults.startDelay = 0;
  await page.goto("/operations?q=state:cancelled");
  await expect(page.getByRole("main")).toContainText("starts-for-ever");
});
