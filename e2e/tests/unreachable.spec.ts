/** No hypervisor has answered since the server started: nothing is said to be empty that is only not known. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect } from "./support/fixtures.ts";
import { freshness, openVmList, sidewaysScroll } from "./support/pages.ts";
import { Product } from "./support/product.ts";

/** Its hypervisors were switched off before it started. */
const test = base.extend<object, { readonly product: Product }>({
  product: [
    async ({ fleet }, use) => {
      const { addresses, certDir, caFile } = fleet.simulation;
      const kept = mkdtempSync(join(tmpdir(), "stackdeck-away-"));
      cpSync(certDir, kept, { recursive: true });
      for (const hypervisor of fleet.simulation.hypervisors) await hypervisor.stop();
      const product = new Product({ hypervisors: addresses, certDir: kept, caFile });
      await product.start();
      await use(product);
      await product.dispose();
      rmSync(kept, { recursive: true });
    },
    { scope: "worker" },
  ],
});

test("lists, overview, hypervisor and form say that nothing is known, until a hypervisor answers", async ({
  page,
  fleet,
  consoleGuard,
}) => {
  consoleGuard.expect(/status of 50\d/);
  await page.setViewportSize({ width: 320, height: 800 });
  await openVmList(page);
  await expect(freshness(page)).toHaveText("None reachable");
  await expect(page.getByRole("heading", { name: "No hypervisor can be reached" })).toBeVisible();
  await expect(page.getByText("There are no VMs yet")).toHaveCount(0);
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "No hypervisor has answered yet" })).toBeVisible();
  await expect(page.getByRole("main").getByText("0 %", { exact: true })).toHaveCount(0);
  await expect(page.getByRole("region", { name: /^Needs attention/ })).toContainText(
    "can not be reached: connection refused",
  );
  expect(await sidewaysScroll(page)).toBe(0);
  await page.goto("/hypervisors");
  await expect(page.getByText("What it has is not known yet")).toHaveCount(2);
  const first = fleet.hypervisor(0);
  await page.goto(`/hypervisors/${first.address}/networks`);
  await expect(page.getByRole("heading", { name: "Nothing is known of it yet" })).toBeVisible();
  await page.goto("/vms/create");
  const fits = page.getByRole("region", { name: "Will it fit?" });
  await expect(fits).toContainText("No hypervisor can be reached now; what you type is kept");
  await expect(fits).not.toContainText("too little");

  await openVmList(page);
  await first.listen();
  await expect(freshness(page)).toHaveText("Live, 1 away", { timeout: 30_000 });
  await expect(page.getByText("20 VMs", { exact: true })).toBeVisible();
  expect(await sidewaysScroll(page)).toBe(0);
  await fleet.hypervisor(1).listen();
  await expect(freshness(page)).toHaveText("Live", { timeout: 30_000 });
});
