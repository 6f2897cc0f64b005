import { expect, test } from "./support/fixtures.ts";
import { dialog, openRowMenu, openVmList, rowOf } from "./support/pages.ts";
import { columnNames, grid, selectedBar } from "./support/vm-list.ts";

test("columns are chosen, ordered and sized by keyboard, and tags are columns", async ({ page }) => {
  await openVmList(page, "web");
  await page.getByRole("button", { name: "Columns" }).click();
  const panel = dialog(page);
  await panel.getByRole("checkbox", { name: "Disk" }).uncheck();
  await panel.getByRole("button", { name: "Add tag env" }).click();
  await panel.getByRole("button", { name: "Move env up" }).focus();
  for (const _ of ["once", "twice"]) await page.keyboard.press("Enter");
  await panel.getByRole("spinbutton", { name: "Width of env in pixels" }).fill("200");
  await panel.getByRole("button", { name: "Done" }).click();
  await expect(page).toHaveURL(/columns=.*tag%3Aenv(%40|@)200/);
  await expect(grid(page).getByRole("columnheader", { name: "Disk" })).toHaveCount(0);
  expect((await columnNames(page)).slice(-3)).toEqual(["env", "Tags", "In this state"]);
  const edge = grid(page).getByRole("separator", { name: "Width of env" });
  await expect(edge).toHaveAttribute("aria-valuetext", "200 pixels");
  await edge.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(edge).toHaveAttribute("aria-valuetext", "184 pixels");
  await grid(page).getByRole("columnheader", { name: "env" }).getByRole("button").focus();
  await page.keyboard.press("Control+Shift+ArrowLeft");
  expect((await columnNames(page)).slice(-3)).toEqual(["CPU", "Tags", "In this state"]);
  expect((await columnNames(page)).indexOf("env")).toBe((await columnNames(page)).indexOf("CPU") - 1);
  await page.reload();
  await expect(edge).toHaveAttribute("aria-valuetext", "184 pixels");
  await expect(rowOf(page, "web-01")).toContainText("production");
});

test("beside the box is the box: a press that misses it by a little selects and opens nothing", async ({
  page,
}) => {
  await openVmList(page, "web");
  const box = rowOf(page, "web-01").getByRole("checkbox");
  const place = await box.boundingBox();
  if (place === null) throw new Error("the box is not drawn");
  await page.mouse.click(place.x - 8, place.y + place.height + 6);
  await expect(box).toBeChecked();
  await expect(page).toHaveURL(/\/vms\?q=web/);
});

test("on a phone the button of each row stays inside the window", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await openVmList(page, "web");
  const button = await rowOf(page, "web-01")
    .getByRole("button", { name: "Actions for web-01" })
    .boundingBox();
  expect((button?.x ?? 0) + (button?.width ?? 320)).toBeLessThanOrEqual(320);
});

test("columns are moved and sized by dragging", async ({ page }) => {
  await openVmList(page);
  await grid(page)
    .getByRole("columnheader", { name: "Owner" })
    .dragTo(grid(page).getByRole("columnheader", { name: /^State/ }));
  await expect(page).toHaveURL(/columns=name(%2C|,)owner(%2C|,)state/);
  const edge = grid(page).getByRole("separator", { name: "Width of Owner" });
  const box = (await edge.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 80, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/owner(%40|@)\d+/);
  await edge.dblclick();
  await expect(page).not.toHaveURL(/owner(%40|@)/);
});

test("the list is grouped by any tag, and the head of the group stays in sight", async ({ page }) => {
  await openVmList(page);
  await page.getByLabel("Group by").selectOption({ label: "By tag env" });
  await expect(page).toHaveURL(/group=tag/);
  const heading = grid(page).getByText(/^development \d+$/);
  await expect(heading.first()).toBeVisible();
  await grid(page).evaluate((element) => element.scrollTo(0, element.clientHeight / 2));
  await expect(heading.first()).toBeInViewport();
});

test("place, selection and focus survive live updates, Back and reload", async ({ page, fleet }) => {
  await openVmList(page);
  const rows = grid(page).getByRole("row");
  await expect(rows.nth(5)).toBeVisible();
  await rows.nth(1).focus();
  for (let step = 0; step < 24; step += 1) await page.keyboard.press("j");
  const focused = page.locator(":focus");
  await expect(focused).toHaveAttribute("data-row", "24");
  await page.keyboard.press("x");
  await expect(selectedBar(page)).toContainText("1 VM selected");
  const name = (await focused.getByRole("link").first().textContent()) ?? "";
  // A VM that comes above moves the row; the keyboard, the selection and what is seen stay with it.
  const before = (await focused.boundingBox())!.y;
  const vm = await fleet.createVm("aaa-comes-first");
  await expect(focused).toHaveAttribute("data-row", "25");
  await expect(focused).toContainText(name);
  await expect.poll(async () => Math.abs((await focused.boundingBox())!.y - before)).toBeLessThan(2);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await page.goBack();
  await expect(focused).toContainText(name);
  await expect(selectedBar(page)).toContainText("1 VM selected");
  await expect(rowOf(page, name)).toHaveAttribute("aria-selected", "true");
  await page.reload();
  await expect(rowOf(page, name)).toHaveAttribute("aria-selected", "true");
  await fleet.call(vm, "DestroyVm");
});

test("a row that goes away while it has the focus leaves it in the list", async ({ page, fleet }) => {
  const vm = await fleet.createVm("aaa-goes-away");
  await openVmList(page);
  await rowOf(page, vm.hostname).focus();
  await fleet.call(vm, "DestroyVm");
  await expect(rowOf(page, vm.hostname)).toHaveCount(0);
  await page.keyboard.press("j");
  await expect(page.locator(":focus")).toHaveAttribute("role", "row");
});

test("the menu of a row, its button and its key offer the same, with reasons", async ({ page, fleet }) => {
  const vm = await fleet.createVm("menus-agree");
  await openVmList(page, vm.hostname);
  const entries = () => page.getByRole("menu").first().getByRole("menuitem").allInnerTexts();
  await openRowMenu(page, vm.hostname);
  const byMouse = await entries();
  const close = async () => {
    await page.keyboard.press("Escape");
    await expect(page.getByRole("menu")).toHaveCount(0);
  };
  await close();
  await page.getByRole("button", { name: "Actions for menus-agree" }).click();
  await expect.poll(entries).toEqual(byMouse);
  await close();
  await rowOf(page, vm.hostname).focus();
  await page.keyboard.press("m");
  await expect.poll(entries).toEqual(byMouse);
  expect(byMouse.join("\n")).toMatch(/Stop.*\n+.*stopped already/);
  await page.getByRole("menuitem", { name: "Configure" }).press("ArrowRight");
  await page.getByRole("menuitem", { name: /^Change host name/ }).click();
  await expect(dialog(page)).toContainText("menus-agree");
});
