import { expect, type Locator, type Page } from "@playwright/test";

export const search = (page: Page) => page.getByRole("combobox", { name: "Search VMs" });
export const grid = (page: Page) => page.getByRole("grid", { name: "VMs" });
export const selectedBar = (page: Page) => page.getByRole("region", { name: "Selected VMs" });
export const heads = (page: Page) => grid(page).getByRole("columnheader");
/** Names of the columns in their order; the first head is the box that selects all. */
export const columnNames = async (page: Page) =>
  (await heads(page).allInnerTexts()).map((it) => it.trim()).slice(1);

/** What floats above the page hides no button of a bar at its foot. */
export async function expectAbove(floating: Locator, bar: Locator): Promise<void> {
  const gap = async () => {
    const [above, below] = [await floating.boundingBox(), await bar.boundingBox()];
    return below!.y - (above!.y + above!.height);
  };
  await expect.poll(gap).toBeGreaterThanOrEqual(0);
}
