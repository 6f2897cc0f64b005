/** The list of VMs, line by line of what it promises: columns, groups, search, views, places, bulk work, export. */
import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";
import { dialog, openRowMenu, openVmList, rowOf } from "./support/pages.ts";

const search = (page: Page) => page.getByRole("combobox", { name: "Search VMs" });
const grid = (page: Page) => page.getByRole("grid", { name: "VMs" });
const selectedBar = (page: Page) => page.getByRole("region", { name: "Selected VMs" });
const heads = (page: Page) => grid(page).getByRole("columnheader");
/** Names of the columns in their order; the first head is the box that selects all. */
const columnNames = async (page: Page) => (await heads(page).allInnerTexts()).map((it) => it.trim()).slice(1);

/** What floats above the page hides no button of a bar at its foot. */
async function expectAbove(floating: Locator, bar: Locator): Promise<void> {
  const gap = async () => {
    const [above, below] = [await floating.boundingBox(), await bar.boundingBox()];
    return below!.y - (above!.y + above!.height);
  };
  await expect.poll(gap).toBeGreaterThanOrEqual(0);
}

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

test("keys, then operators, then values with their counts are offered", async ({ page, fleet }) => {
  await openVmList(page);
  await search(page).click();
  await page.keyboard.type("own");
  const options = page.getByRole("listbox", { name: "Suggestions" }).getByRole("option");
  await expect(options.first()).toContainText("owner");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(options.first()).toContainText("owner:");
  await page.keyboard.press("Enter");
  await expect(search(page)).toHaveValue("owner:");
  const alices = fleet.hypervisor(0).state.vms.size > 0 ? options.filter({ hasText: "alice" }) : options;
  await expect(alices).toContainText(/\d+/);
  const count = Number(/\d+/.exec((await alices.textContent()) ?? "")?.[0]);
  await page.keyboard.press("Enter");
  await expect(search(page)).toHaveValue(/^owner:\w+ $/);
  await search(page).fill("owner:alice");
  await expect(page.getByText(new RegExp(`^${count} of \\d+ VMs$`))).toBeVisible();
});

test("a part of the search that is only begun leaves no row out", async ({ page, fleet }) => {
  const all = fleet.vms().length;
  await openVmList(page);
  await search(page).click();
  const counted = (text: string | RegExp) => page.getByText(text, { exact: true });
  await expect(counted(`${all} VMs`)).toBeVisible();
  await page.keyboard.type("state:");
  await expect(counted(`${all} VMs`)).toBeVisible();
  await page.keyboard.type("crashed owner:");
  const crashed = fleet.vms().filter((vm) => vm.state === "crashed").length;
  await expect(counted(`${crashed} of ${all} VMs`)).toBeVisible();
  await expect(search(page)).toHaveValue("state:crashed owner:");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(search(page)).toHaveValue("state:crashed owner:");
  await expect(search(page)).toHaveAttribute("aria-invalid", "true");
});

test("no key is lost however quickly one types", async ({ page }) => {
  await openVmList(page);
  await search(page).click();
  const text = "name:web* state:running -tag:env=staging mem>=1G owner:alice";
  await page.keyboard.type(text, { delay: 15 });
  await expect(search(page)).toHaveValue(text);
  await expect(page).toHaveURL(/owner(%3A|:)alice/);
  await expect(search(page)).toHaveValue(text);
});

test("chips are the parts of the text, in its order, and a wrong part is marked in its place", async ({
  page,
}) => {
  await openVmList(page, "web state:running -tag:env=staging");
  const chips = page.getByRole("list", { name: "Parts of the search" }).getByRole("listitem");
  await expect(chips).toHaveText(["web", "state:running", "-tag:env=staging"]);
  await page.getByRole("button", { name: "Remove state:running" }).click();
  await expect(search(page)).toHaveValue("web -tag:env=staging");
  await expect(chips).toHaveText(["web", "-tag:env=staging"]);
  await chips.getByRole("button", { name: "web", exact: true }).click();
  await expect(search(page)).toBeFocused();
  await page.keyboard.type("db");
  await expect(chips).toHaveText(["db", "-tag:env=staging"]);
  await search(page).fill("web mem>=lots state:running");
  await expect(page.getByText("This must be a size such as 8G")).toBeVisible();
  await expect(search(page)).toHaveAttribute("aria-invalid", "true");
  // What is not understood is not asked for: the rows stay.
  await expect(chips).toHaveText(["db", "-tag:env=staging"]);
});

test("a view is kept on the server and can be the one the list opens with", async ({ page }) => {
  await openVmList(page, "state:stopped");
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save this view…" }).click();
  await dialog(page).getByLabel("Name").fill("Resting");
  await dialog(page).getByLabel("Open the list with this view").check();
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Resting" })).toBeVisible();
  await page.goto("/vms");
  await expect(search(page)).toHaveValue("state:stopped");
  await page.getByRole("button", { name: "Resting" }).click();
  await page.getByRole("menuitem", { name: "All VMs" }).click();
  await expect(search(page)).toHaveValue("");
  await page.reload();
  await expect(search(page)).toHaveValue("");
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: /^Resting/ }).click();
  await page.getByRole("button", { name: "Resting" }).click();
  await page.getByRole("menuitem", { name: "Remove “Resting”" }).click();
  await expect(page.getByRole("button", { name: "Views" })).toBeVisible();
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

test("bulk work with failures: the results stay, what failed is tried again, the text is copied", async ({
  page,
  fleet,
  context,
  consoleGuard,
}) => {
  consoleGuard.expect(/502/);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const names = ["fails-1", "fails-2", "works-1"];
  for (const name of names) await fleet.createVm(name, { Tags: { set: "partly" } });
  const running = await fleet.createVm("runs-already", { Tags: { set: "partly" } });
  await fleet.call(running, "StartVm");
  const failing = new Set(names.slice(0, 2).map((name) => fleet.vm(name).ip));
  await page.route(/\/api\/v1\/vms\/[\d.]+\/tags/, (route) => {
    const ip = [...failing].find((it) => route.request().url().includes(`/${it}/`));
    if (ip === undefined) return route.continue();
    failing.delete(ip);
    return route.fulfill({ status: 502, body: "the way is blocked" });
  });
  await openVmList(page, "tag:set=partly");
  await expect(grid(page).getByRole("row")).toHaveCount(5);
  await page.getByLabel("Select all").check();
  await selectedBar(page).getByRole("button", { name: "Change tags" }).click();
  await dialog(page).getByLabel("Key 1").fill("colour");
  await dialog(page).getByLabel("Value 1").fill("green");
  await expect(dialog(page).getByRole("list", { name: "What will happen" })).toContainText("4 will change");
  await dialog(page).getByRole("button", { name: "Change tags 4 VMs" }).click();
  const results = dialog(page);
  await expect(results.getByRole("list", { name: "Results" })).toContainText("2 done");
  await expect(results.getByRole("list", { name: "Results" })).toContainText("2 failed");
  await results.getByRole("button", { name: "Copy as text" }).click();
  expect(await page.evaluate<string>("navigator.clipboard.readText()")).toMatch(/fails-1\t[\d.]+\t/);
  await results.getByRole("button", { name: "Retry the 2 failed" }).click();
  await expect(results.getByRole("list", { name: "Results" })).toContainText("4 done");
  for (const name of [...names, "runs-already"]) {
    const { VmInfo } = await fleet.call(fleet.vm(name), "GetVmInfo");
    expect((VmInfo as { Tags: object }).Tags).toMatchObject({ set: "partly", colour: "green" });
  }
  await results.getByRole("button", { name: "Close", exact: true }).last().click();
  await expect(page.getByRole("region", { name: "Bulk work" })).toHaveCount(0);
});

test("bulk work goes on in the background, and what has not begun can be cancelled", async ({
  page,
  fleet,
}) => {
  for (let number = 1; number <= 6; number += 1)
    await fleet.createVm(`waits-${number}`, { Tags: { set: "cancelled" } });
  const held: (() => void)[] = [];
  await page.route(/\/api\/v1\/vms\/[\d.]+\/tags/, async (route) => {
    await new Promise<void>((release) => held.push(release));
    await route.continue();
  });
  await openVmList(page, "tag:set=cancelled");
  await expect(grid(page).getByRole("row")).toHaveCount(7);
  await page.getByLabel("Select all").check();
  await selectedBar(page).getByRole("button", { name: "Change tags" }).click();
  await dialog(page).getByLabel("Key 1").fill("held");
  await dialog(page).getByRole("button", { name: "Change tags 6 VMs" }).click();
  // A few at a time: four have begun, two wait.
  await expect.poll(() => held.length).toBe(4);
  await dialog(page).getByRole("button", { name: "Go on in the background" }).click();
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await expectAbove(page.getByRole("region", { name: "Bulk work" }), selectedBar(page));
  }
  await page
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: /^Networks/ })
    .click();
  await page.getByRole("region", { name: "Bulk work" }).getByRole("button", { name: "Show results" }).click();
  await dialog(page).getByRole("button", { name: "Cancel what has not begun" }).click();
  for (const release of held) release();
  const results = dialog(page).getByRole("list", { name: "Results" });
  await expect(results).toContainText("4 done");
  await expect(results).toContainText("2 not begun");
  await dialog(page).getByRole("button", { name: "Close", exact: true }).last().click();
});

test("the export is what is shown: its columns, its order, all its rows", async ({ page, fleet }) => {
  await fleet.createVm("exported", { Tags: { note: "=cmd|' /C calc'!A0" } });
  await page.goto(`/vms?q=${encodeURIComponent("exported | web")}&sort=-Hostname&columns=tag%3Anote,name`);
  await expect(rowOf(page, "exported")).toBeVisible();
  const save = async (entry: string) => {
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: entry }).click();
    return readFileSync(await (await download).path(), "utf8");
  };
  const total = Number(/^\d+/.exec((await page.getByText(/^\d+ of \d+ VMs$/).textContent()) ?? "")?.[0]);
  const lines = (await save("CSV, the columns shown")).trimEnd().split("\r\n");
  expect(lines[0]).toBe("note,Name");
  expect(lines).toHaveLength(total + 1);
  expect(lines.at(-1)).toBe(`'=cmd|' /C calc'!A0,exported`);
  expect(lines[1]).toMatch(/^,web-/);
  const rows = JSON.parse(await save("JSON, all fields")) as { Hostname: string }[];
  expect(rows.map((row) => row.Hostname)).toEqual(
    lines.slice(1).map((line) => line.slice(line.lastIndexOf(",") + 1)),
  );
  const infos = JSON.parse(await save("JSON, as vm-control prints it")) as { Address: object }[];
  expect(infos).toHaveLength(total);
  expect(infos[0]?.Address).toHaveProperty("MacAddress");
});
