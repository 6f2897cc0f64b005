/** Names and tags as long as they may be, written to the left, and by the hundred: all stays readable and in reach. */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";
import { dialog, openVmList, sidewaysScroll } from "./support/pages.ts";

const longName = "a".repeat(254);
const arabic = "خادم الويب";

/** Whether a part of the page is in the window with its whole width. */
async function isWhole(page: Page, part: Locator): Promise<boolean> {
  const box = await part.boundingBox();
  const { width } = page.viewportSize()!;
  return box !== null && box.x >= 0 && box.x + box.width <= width + 0.5;
}

for (const width of [320, 1440])
  test(`a name of 254 letters leaves everything in reach, ${width} pixels wide`, async ({ page, fleet }) => {
    await page.setViewportSize({ width, height: 800 });
    const vm = await fleet.createVm(longName, { Tags: { Name: longName, [longName]: longName } });
    await page.goto(`/vms/${vm.ip}`);
    const heading = page.getByRole("heading", { level: 1, name: longName });
    await expect(heading).toBeVisible();
    expect((await heading.boundingBox())!.height).toBeLessThanOrEqual(3 * 28);
    const tags = page.getByRole("main").getByRole("region", { name: "Tags" });
    await expect(tags.getByText(longName).first()).toBeVisible();
    await page.getByRole("button", { name: "All actions" }).click();
    await page.getByRole("menuitem", { name: /^Destroy/ }).click();
    await expect(dialog(page)).toBeVisible();
    expect(await isWhole(page, dialog(page).getByText(/^Destroy the VM with/))).toBe(true);
    await page.keyboard.press("Escape");
    await page.goto(`/consoles?open=serial:${vm.ip}`);
    const close = page.getByRole("button", { name: `Close ${longName}: serial` });
    await expect(close).toBeVisible();
    expect(await isWhole(page, close)).toBe(true);
    await page.goto(`/vms?group=${encodeURIComponent("tag:Name")}&q=${longName}`);
    const groups = page.getByLabel("Group by");
    await expect(groups).toBeVisible();
    const head = page.getByRole("grid").getByRole("gridcell", { name: `${longName} 1` });
    expect(await isWhole(page, head.getByText("1", { exact: true }))).toBe(true);
    expect((await groups.boundingBox())!.width).toBeLessThan(200);
    expect(await sidewaysScroll(page)).toBe(0);
  });

test("a group whose name is written to the left has its number behind it like the others", async ({
  page,
  fleet,
}) => {
  await fleet.createVm("written-left", { Tags: { label: arabic } });
  await page.goto(`/vms?q=written-left&group=${encodeURIComponent("tag:label")}`);
  const head = page.getByRole("grid").getByRole("gridcell", { name: `${arabic} 1` });
  const [name, count] = [head.getByText(arabic), head.getByText("1", { exact: true })];
  await expect(name).toBeVisible();
  expect((await count.boundingBox())!.x).toBeGreaterThan((await name.boundingBox())!.x);
});

test("a grouping that does not exist groups nothing", async ({ page }) => {
  await openVmList(page);
  await page.goto("/vms?group=nonsense");
  await expect(page.getByRole("grid").getByRole("row").nth(1)).toBeVisible();
  await expect(page.getByText("(none)")).toHaveCount(0);
});
