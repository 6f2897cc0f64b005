import { expect, test } from "./support/fixtures.ts";

test.describe("signing in", () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test("the printed link signs in once and leaves no token behind", async ({
    page,
    product,
    consoleGuard,
  }) => {
    consoleGuard.expect(/401/);
    const link = await product.newLoginUrl();
    await page.goto(link);
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    expect(page.url()).not.toMatch(/token|#/);

    await page.context().clearCookies();
    await page.goto("/login");
    await page.goto(link);
    await expect(page.getByRole("alert")).toContainText("You were not signed in");
  });

  test("a wrong token is refused with a sentence", async ({ page, consoleGuard }) => {
    consoleGuard.expect(/401/);
    await page.goto("/login");
    await page.getByLabel("Login token").fill("not-a-token");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert")).toContainText("You were not signed in");
    await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
  });

  test("signing in leads to the page that was asked for", async ({ page, product, consoleGuard }) => {
    consoleGuard.expect(/401/);
    await page.goto("/vms?q=state%3Arunning&sort=-MemoryInMiB");
    await expect(page.getByLabel("Login token")).toBeVisible();
    await page.goto(await product.newLoginUrl());
    await expect(page).toHaveURL(/\/vms\?q=state%3Arunning&sort=-MemoryInMiB$/);
    await expect(page.getByRole("grid", { name: "VMs" })).toBeVisible();
  });

  test("nothing is shown without a session", async ({ page, request, product, consoleGuard }) => {
    consoleGuard.expect(/401/);
    await page.goto("/vms");
    await expect(page).toHaveURL(/\/login$/);
    for (const path of ["/api/v1/vms", "/api/v1/methods", "/api/v1/session"])
      expect((await request.get(`${product.url}${path}`)).status(), path).toBe(401);
  });
});

test("signing out ends the session everywhere", async ({ browser, product, consoleGuard }) => {
  consoleGuard.expect(/401/);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(await product.newLoginUrl());
  const other = await context.newPage();
  await other.goto(`${product.url}/vms`);
  await expect(other.getByRole("grid", { name: "VMs" })).toBeVisible();
  await page.getByRole("button", { name: /appearance and more$/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByLabel("Login token")).toBeVisible();
  await expect(other.getByRole("dialog", { name: /sign in/i })).toBeVisible();
  await context.close();
});
