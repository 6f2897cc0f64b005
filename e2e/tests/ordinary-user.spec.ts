/** Somebody without method powers: finds his own VMs, is told what he may only look at, and meets no operator's buttons. */
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect } from "./support/fixtures.ts";
import { openVmList, rowOf } from "./support/pages.ts";
import { Product } from "./support/product.ts";

/** The product acts as alice, of team-a. */
const test = base.extend<object, { readonly product: Product }>({
  product: [
    async ({ fleet }, use) => {
      const { addresses, certDir, caFile } = fleet.simulation;
      const own = mkdtempSync(join(tmpdir(), "stackdeck-alice-"));
      for (const name of readdirSync(certDir).filter((it) => it.startsWith("alice.")))
        copyFileSync(join(certDir, name), join(own, name));
      const product = new Product({ hypervisors: addresses, certDir: own, caFile });
      await product.start();
      await use(product);
      await product.dispose();
      rmSync(own, { recursive: true });
    },
    { scope: "worker" },
  ],
});

test("one press shows the VMs that are one's own, by name or group", async ({ page, fleet }) => {
  const ofTeam = await fleet.createVm("of-the-team", { OwnerUsers: ["bob"], OwnerGroups: ["team-a"] });
  await openVmList(page);
  await page.getByRole("button", { name: "yours", exact: true }).click();
  await expect(page).toHaveURL(/owner(%3A|:)alice/);
  await expect(rowOf(page, "web-01")).toBeVisible();
  await expect(page.getByRole("grid").getByText("db-01")).toHaveCount(0);
  await page
    .getByRole("combobox", { name: "Search VMs" })
    .fill(`${ofTeam.hostname} (owner:alice | group:team-a)`);
  await expect(rowOf(page, ofTeam.hostname)).toBeVisible();
  await expect(page.getByRole("button", { name: "yours", exact: true })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
});

test("a VM of others says that it is only to look at, and so does its console", async ({
  page,
  fleet,
  consoleGuard,
}) => {
  consoleGuard.expect(/status of 403/);
  const note = page.getByText("not yours: only to look at");
  await page.goto(`/vms/${fleet.vm("web-01").ip}`);
  await expect(page.getByRole("heading", { level: 1, name: "web-01" })).toBeVisible();
  await expect(note).toHaveCount(0);
  const other = fleet.vm("db-01");
  await page.goto(`/vms/${other.ip}`);
  await expect(note).toBeVisible();
  await page.goto(`/vms/${other.ip}/console/serial`);
  await expect(page.getByText("Not allowed", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0);
});

test("tables of a hypervisor have no buttons that could never be pressed", async ({ page, fleet }) => {
  await page.goto(`/hypervisors/${fleet.hypervisor(0).address}/networks`);
  const tables = page.getByRole("main").getByRole("table");
  await expect(tables).toHaveCount(2);
  for (const table of await tables.all()) {
    await expect(table.getByRole("row").nth(1)).toBeVisible();
    await expect(table.getByRole("button")).toHaveCount(0);
  }
});
