/** A client certificate that ends within the hour: told in the settings, on the overview, and in the journal. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CertificateAuthority } from "@stackdeck/srpc/pki";
import { test as base, expect } from "./support/fixtures.ts";
import { Product } from "./support/product.ts";

const minute = 60_000;

const test = base.extend<object, { readonly product: Product }>({
  product: [
    async ({ fleet }, use) => {
      const directory = mkdtempSync(join(tmpdir(), "stackdeck-ends-"));
      const authority = await CertificateAuthority.create("Another CA");
      const pair = await authority.issueClient({
        userName: "visitor",
        methods: [],
        notAfter: new Date(Date.now() + 30 * minute),
      });
      writeFileSync(join(directory, "visitor.cert"), pair.certPem, { mode: 0o600 });
      writeFileSync(join(directory, "visitor.key"), pair.keyPem, { mode: 0o600 });
      const { addresses, caFile } = fleet.simulation;
      const product = new Product({ hypervisors: addresses, certDir: directory, caFile });
      await product.start();
      await use(product);
      await product.dispose();
      rmSync(directory, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],
});

test("a certificate about to end and a server that is not let in say so", async ({ page, consoleGuard }) => {
  consoleGuard.expect(/status of \d+/);
  await page.goto("/");
  const attention = page.getByRole("region", { name: /^Needs attention/ });
  await expect(attention).toContainText(/the client certificate ends within the hour/i);
  await expect(page.getByRole("region", { name: "Latest events" })).toContainText("ends within the hour");
  await attention.getByRole("link", { name: "Your identity" }).click();
  await expect(page.getByRole("region", { name: "Identity" }).getByRole("alert")).toContainText(
    "ends within the hour",
  );
  const row = page.getByRole("row").filter({ hasText: "visitor" });
  await expect(row).toContainText(/\d+ min left/);
  await expect(page.getByRole("region", { name: /^Hypervisor registry/ })).toContainText(
    /unreachable|connecting|stale/,
  );
});

test("what an ordinary user may not do is refused with the reason, before it is tried", async ({
  page,
  fleet,
  consoleGuard,
}) => {
  consoleGuard.expect(/status of \d+/);
  await page.goto(`/hypervisors/${fleet.hypervisor(0).address}`);
  const powerOff = page.getByRole("main").getByRole("button", { name: "Power off" });
  await expect(powerOff).toBeDisabled();
  await powerOff.hover();
  await expect(page.getByRole("tooltip")).toBeVisible();
});
