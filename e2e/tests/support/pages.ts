/** What people do on the screens, named as they would name it. */
import { expect, type Locator, type Page } from "@playwright/test";

/** The list of VMs, narrowed by a search. */
export async function openVmList(page: Page, search = ""): Promise<Locator> {
  await page.goto(search === "" ? "/vms" : `/vms?q=${encodeURIComponent(search)}`);
  const grid = page.getByRole("grid", { name: "VMs" });
  await expect(grid).toBeVisible();
  return grid;
}

/** The row of a VM in a list. */
export function rowOf(page: Page, name: string): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
}

/** Opens a VM's menu of actions with the right mouse button. */
export async function openRowMenu(page: Page, name: string): Promise<Locator> {
  await rowOf(page, name).click({ button: "right" });
  const menu = page.getByRole("menu");
  await expect(menu).toBeVisible();
  return menu;
}

/** The dialog that is open now. */
export function dialog(page: Page): Locator {
  return page.getByRole("dialog");
}

/** Confirms an action by the name of its button, typing the VM's name first where that is asked. */
export async function confirm(page: Page, button: string | RegExp, typed?: string): Promise<void> {
  if (typed !== undefined)
    await dialog(page)
      .getByLabel(/^Type .* to go on$/)
      .fill(typed);
  await dialog(page)
    .getByRole("button", { name: button, exact: typeof button === "string" })
    .click();
}

/** Waits for an announcement in the corner. */
export async function announced(page: Page, text: string | RegExp): Promise<void> {
  await expect(page.getByRole("region", { name: "Notifications" }).getByText(text).first()).toBeVisible();
}

/** The mark that says how fresh the data are. */
export function freshness(page: Page): Locator {
  return page.getByRole("button", { name: /^Data: / });
}

/** How many pixels the page can be scrolled sideways; 0 is right. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
