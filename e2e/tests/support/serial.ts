/** Typing at and reading from a serial console on the screen. */
import { expect, type Locator, type Page } from "@playwright/test";

/** Opens the serial console with the screen-reader mode on, which puts its lines where a test can read them. */
export async function openSerial(page: Page, ip: string): Promise<Locator> {
  await page.goto(`/vms/${ip}/console/serial`);
  await expect(page.getByRole("toolbar", { name: "Console" })).toBeVisible();
  await page.getByRole("toolbar", { name: "Console" }).getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Screen-reader mode" }).click();
  return screenOf(page);
}

/** The lines of the terminal. */
export function screenOf(page: Page): Locator {
  return page
    .getByRole("main")
    .getByRole("list")
    .filter({ has: page.getByRole("listitem") })
    .last();
}

/** Types a line as a person would. */
export async function typeLine(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Terminal input" }).focus();
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}

/** Goes past the login of the guest. */
export async function logIn(page: Page, screen: Locator): Promise<void> {
  await page.getByRole("textbox", { name: "Terminal input" }).focus();
  await page.keyboard.press("Enter");
  await expect(screen).toContainText("login:");
  await typeLine(page, "root");
  await expect(screen).toContainText("Password:");
  await typeLine(page, "secret");
  await expect(screen).toContainText(/[#$] /);
}

/** Has the guest print two words with a blank between: what is typed has quotes there, so only the output has it. */
export async function echo(page: Page, first: string, second: string): Promise<void> {
  await typeLine(page, `echo "${first}" "${second}"`);
  await expect(screenOf(page)).toContainText(`${first} ${second}`);
}
