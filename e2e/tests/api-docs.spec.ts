import { violations } from "./support/axe.ts";
import { expect, test } from "./support/fixtures.ts";
import { sidewaysScroll } from "./support/pages.ts";

/* The fixture fails each of these when the browser complains, for example about what the content policy forbids. */

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`the interface's documentation, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("shows every call and sends them", async ({ page }) => {
      await page.goto("/api/docs");
      await expect(page.locator("details").nth(100)).toBeVisible();
      await page.getByLabel("Find").fill("hypervisors capacity");
      await expect(page.locator("details")).toHaveCount(1);
      await page.locator("summary").click();
      await page.getByRole("button", { name: "Send" }).click();
      await expect(page.locator("details code.curl")).toContainText(/^curl -H .*\/capacity'$/);
      await expect(page.locator("pre")).toContainText('200 OK\n\n{\n  "AvailableMemoryInMiB"');
    });

    test("asks again before it changes what is there", async ({ page }) => {
      await page.goto("/api/docs");
      await page.getByLabel("Find").fill("DestroyVm");
      await page.locator("summary").click();
      await expect(page.getByLabel(/^ip /)).not.toHaveValue("");
      await page.getByLabel(/^ip /).fill("192.0.2.77");
      await page.getByRole("button", { name: "Send" }).click();
      await expect(page.locator("pre")).toBeHidden();
      await expect(page.getByRole("button", { name: "This is not a rehearsal: send it" })).toBeVisible();
    });

    test("is the same call in a shell, and has an address of its own", async ({ page }) => {
      await page.goto("/api/docs#ChangeVmTags");
      const call = page.locator("#ChangeVmTags");
      await expect(call).toHaveAttribute("open", "");
      await expect(call.locator("summary")).toBeInViewport();
      await call.getByLabel(/^ip /).fill("192.0.2.77");
      await call.getByLabel("Body").fill(`{"Tags":{"who":"it's me"}}`);
      await expect(call.locator("code.curl")).toContainText(`-d '{"Tags":{"who":"it'\\''s me"}}'`);
      await expect(call.locator("code.curl")).toContainText("/vms/192.0.2.77/");
      await page
        .getByRole("navigation", { name: "Groups of calls" })
        .getByRole("link", { name: /^Audit/ })
        .click();
      await expect(page.getByRole("heading", { name: "Audit" })).toBeInViewport();
    });

    test("has no accessibility violation and fits a phone", async ({ page }) => {
      await page.setViewportSize({ width: 320, height: 640 });
      for (const path of ["/api/docs", "/api/docs/errors"]) {
        await page.goto(path);
        await expect(page.locator("main h2").first()).toBeVisible();
        expect(await violations(page)).toEqual([]);
        expect(await sidewaysScroll(page)).toBe(0);
      }
    });

    test("explains every error", async ({ page }) => {
      await page.goto("/api/docs/errors#VM_BUSY");
      await expect(page.locator("#VM_BUSY")).toBeInViewport();
      await page.getByRole("link", { name: "Back" }).click();
      await expect(page).toHaveURL(/\/api\/docs$/);
    });
  });
}
