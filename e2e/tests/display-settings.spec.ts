/** What people set in their system and browser: forced colours, zoom to 400 %, wider spacing of text. */
import type { Locator } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";
import { openVmList, sidewaysScroll } from "./support/pages.ts";
import { openVm } from "./support/vm-actions.ts";

/** How a part of the page is drawn. */
const style = (part: Locator, name: string) =>
  part.evaluate(
    (element, property) =>
      element.ownerDocument.defaultView?.getComputedStyle(element).getPropertyValue(property),
    name,
  );

test("with forced colours what is chosen differs from what is not", async ({ page, fleet }) => {
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  await page.goto("/");
  const places = page.getByRole("navigation", { name: "Main" });
  const [here, there] = [/^Overview/, /^Networks/].map((name) => places.getByRole("link", { name }));
  await expect(here!).toHaveAttribute("aria-current", "page");
  expect(await style(here!, "outline-style")).toBe("solid");
  expect(await style(there!, "outline-style")).toBe("none");
  const measures = page.getByRole("group", { name: "Colour by" }).locator("label");
  expect(await style(measures.nth(0), "background-color")).not.toBe(
    await style(measures.nth(1), "background-color"),
  );
  const meter = page.getByRole("meter", { name: "Memory given to VMs" });
  expect(await style(meter, "border-top-style")).toBe("solid");
  expect(await style(meter.locator("span").first(), "background-color")).not.toBe(
    await style(meter, "background-color"),
  );
  await openVm(page, fleet.vm("web-01"));
  // The way up is not where one is.
  const up = page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "VMs" });
  await expect(up).not.toHaveAttribute("aria-current");
  await page.getByRole("button", { name: "All actions" }).click();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const entries = page.getByRole("menuitem");
  const chosen = page.locator('[role="menuitem"][data-highlighted]');
  await expect(chosen).toHaveCount(1);
  expect(await style(chosen, "background-color")).not.toBe(await style(entries.last(), "background-color"));
});

test("at 400 % zoom the list can still be read and worked with", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  const grid = await openVmList(page);
  await expect(grid.getByRole("row").nth(1)).toBeAttached();
  expect((await grid.boundingBox())!.height).toBeGreaterThan(120);
  await page.getByLabel("Select api-01").check();
  await page.getByRole("button", { name: "Clear selection" }).click();
  expect(await sidewaysScroll(page)).toBe(0);
});

/** Spacing as in WCAG 1.4.12; a style element would not be let in. */
const spaced = `{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }");
  document.adoptedStyleSheets = [sheet];
}`;

/** Texts that are cut off without a sign that there is more. */
const cutTexts = `[...document.querySelectorAll("main *, header *, nav *")]
  .filter((element) => element.childElementCount === 0 && element.textContent.trim())
  .filter((element) => {
    const { overflow, textOverflow } = getComputedStyle(element);
    const isLarger =
      element.scrollWidth > element.clientWidth + 2 || element.scrollHeight > element.clientHeight + 2;
    return element.clientHeight > 3 && overflow === "hidden" && textOverflow !== "ellipsis" && isLarger;
  })
  .map((element) => element.textContent)`;

for (const width of [390, 1280])
  test(`wider spacing cuts no text off, ${width} pixels wide`, async ({ page, fleet }) => {
    await page.setViewportSize({ width, height: 900 });
    for (const path of ["/", "/vms", "/vms/create", `/vms/${fleet.vm("web-01").ip}`, "/settings"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
      await page.evaluate(spaced);
      expect(await page.evaluate<string[]>(cutTexts), path).toEqual([]);
      expect(await sidewaysScroll(page), path).toBe(0);
    }
  });

test("on a tablet the activity shows all its columns", async ({ page, fleet }) => {
  await page.setViewportSize({ width: 768, height: 1024 });
  await page.goto(`/vms/${fleet.graphicalVm().ip}/console/serial`);
  await expect(page.getByRole("textbox", { name: "Terminal input" })).toBeAttached();
  await page.goto("/activity");
  const table = page.getByRole("main").getByRole("table");
  // Which of the two depends on whether the browser gets to say farewell.
  await expect(table).toContainText(
    /closed: the (viewer left the page \(1001\)|connection was cut \(1006\))/,
  );
  const box = (await table.boundingBox())!;
  expect(box.x + box.width).toBeLessThanOrEqual(768);
});
