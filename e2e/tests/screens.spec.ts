/** Every screen: no violation in either theme, no sideways scroll on a phone, nothing in the browser's console. */
import type { Page } from "@playwright/test";
import { violations } from "./support/axe.ts";
import { expect, test } from "./support/fixtures.ts";
import type { Fleet } from "./support/fleet.ts";
import { sidewaysScroll } from "./support/pages.ts";

const vmTabs = [
  "",
  "volumes",
  "snapshots",
  "image",
  "network",
  "configuration",
  "identity",
  "logs",
  "activity",
];
const hypervisorTabs = ["", "vms", "networks", "dhcp", "tools", "updates"];

/** Path and name of every screen. */
function screens(fleet: Fleet): readonly string[] {
  const vm = fleet.vm("web-01");
  const graphical = fleet.graphicalVm();
  const hypervisor = fleet.hypervisor(0).address;
  const under = (base: string, tab: string) => (tab === "" ? base : `${base}/${tab}`);
  return [
    "/",
    "/vms",
    "/vms/create",
    ...vmTabs.map((tab) => under(`/vms/${vm.ip}`, tab)),
    `/vms/${vm.ip}/console/serial`,
    `/vms/${graphical.ip}`,
    `/vms/${graphical.ip}/console/vnc`,
    `/vms/${graphical.ip}/console/manager`,
    "/consoles",
    `/consoles?open=serial:${vm.ip},vnc:${graphical.ip}&layout=split`,
    "/hypervisors",
    ...hypervisorTabs.map((tab) => under(`/hypervisors/${hypervisor}`, tab)),
    "/networks",
    "/operations",
    "/activity",
    "/activity?show=events",
    "/settings",
    "/no-such-page",
  ];
}

/** Opens a screen and waits until its first data are there. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
}

/** Names of plain tables that are wider than their frame: their last columns are out of sight. */
function wideTables(page: Page): Promise<string[]> {
  return page
    .getByRole("main")
    .evaluate((main) =>
      [...main.querySelectorAll("section:has(> table)")]
        .filter((frame) => frame.scrollWidth > frame.clientWidth + 1)
        .map((frame) => `the table “${frame.ariaLabel}” needs ${frame.scrollWidth} pixels`),
    );
}

for (const colorScheme of ["light", "dark"] as const)
  test(`no screen has an accessibility violation in the ${colorScheme} theme`, async ({ page, fleet }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const found: string[] = [];
    for (const path of screens(fleet)) {
      await open(page, path);
      for (const text of await violations(page)) found.push(`${path}: ${text}`);
    }
    expect(found).toEqual([]);
  });

test("no screen scrolls sideways at 320 pixels", async ({ page, fleet }) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 320, height: 640 });
  const found: string[] = [];
  for (const path of screens(fleet)) {
    await open(page, path);
    const pixels = await sidewaysScroll(page);
    if (pixels > 0) found.push(`${path}: ${pixels} pixels too wide`);
    for (const text of await wideTables(page)) found.push(`${path}: ${text}`);
  }
  expect(found).toEqual([]);
});

test("every screen has a title of its own and the place in the navigation is marked", async ({ page }) => {
  const titles = new Set<string>();
  for (const name of ["Overview", "VMs", "Hypervisors", "Networks", "Operations", "Activity", "Settings"]) {
    await page.goto("/");
    const link = page
      .getByRole("navigation", { name: "Main" })
      .getByRole("link", { name: new RegExp(`^${name}`) });
    await link.click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await expect(link).toHaveAttribute("aria-current", "page");
    await expect(page).toHaveTitle(new RegExp(name));
    titles.add(await page.title());
  }
  expect(titles.size).toBe(7);
});

test("clicking everything harmless on every screen breaks nothing", async ({ page, fleet }) => {
  test.setTimeout(240_000);
  for (const path of [
    "/",
    "/vms",
    "/hypervisors",
    "/networks",
    "/operations",
    "/activity",
    "/settings",
    `/vms/${fleet.vm("web-01").ip}`,
  ]) {
    await open(page, path);
    const count = await page.getByRole("main").getByRole("button").count();
    for (let index = 0; index < Math.min(count, 12); index += 1) {
      const button = page.getByRole("main").getByRole("button").nth(index);
      if (!(await button.isVisible()) || !(await button.isEnabled())) continue;
      if (/sign out/i.test((await button.textContent()) ?? "")) continue;
      await button.click({ timeout: 3000 }).catch(() => undefined);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      if (new URL(page.url()).pathname !== path) await open(page, path);
    }
  }
});

test("the palette finds a VM by name and opens it", async ({ page, fleet }) => {
  const vm = fleet.vm("web-02");
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog");
  await palette.getByRole("combobox").fill(vm.hostname);
  await palette.getByRole("option").filter({ hasText: vm.hostname }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: vm.hostname })).toBeVisible();
});

test("the help sheet lists the shortcuts", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText("Create a VM");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
});
