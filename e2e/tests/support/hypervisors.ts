/** Working on a hypervisor's page. */
import { expect, type Locator, type Page } from "@playwright/test";
import { dialog } from "./pages.ts";

/** What these helpers need of a simulated hypervisor. */
export interface Named {
  readonly address: string;
}

/** Opens a hypervisor's page, or one of its tabs, and waits for its live data. */
export async function openHypervisor(page: Page, hypervisor: Named, tab = ""): Promise<void> {
  const base = `/hypervisors/${hypervisor.address}`;
  await page.goto(tab === "" ? base : `${base}/${tab}`);
  await expect(page.getByRole("main").getByText("live", { exact: true }).first()).toBeVisible();
}

/** A titled block of the page. */
export function panel(page: Page, title: string | RegExp): Locator {
  return page.getByRole("main").getByRole("region", { name: title });
}

/** Presses a button that opens a dialog. */
export async function ask(scope: Page | Locator, button: string | RegExp): Promise<Locator> {
  const main = "goto" in scope ? scope.getByRole("main") : scope;
  await main.getByRole("button", { name: button, exact: typeof button === "string" }).click();
  const page = "goto" in scope ? scope : scope.page();
  await expect(dialog(page)).toBeVisible();
  return dialog(page);
}

/** Presses the button that does it and waits until the dialog has gone. */
export async function carryOut(page: Page): Promise<void> {
  await dialog(page).locator("footer").getByRole("button").last().click();
  await expect(dialog(page)).toBeHidden();
}

/** Fills a list of words: each becomes a token. */
export async function fillList(field: Locator, ...values: readonly string[]): Promise<void> {
  for (const value of values) {
    await field.fill(value);
    await field.press("Enter");
  }
}
