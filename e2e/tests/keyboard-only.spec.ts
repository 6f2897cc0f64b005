/** The main flows without a mouse: from the first Tab to a VM that was found, changed, stopped and destroyed. */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";
import { announced, dialog, rowOf } from "./support/pages.ts";

const focused = (page: Page): Locator => page.locator(":focus");
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

/** Tabs until a control has the focus. */
async function tabTo(page: Page, control: Locator, most = 60): Promise<void> {
  for (let presses = 0; presses < most; presses += 1) {
    if (await control.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(control).toBeFocused();
}

test("places by their keys, each announced and with the focus on its heading", async ({ page }) => {
  await page.goto("/");
  await expect(heading(page, "Overview")).toBeVisible();
  const places = { v: "VMs", h: "Hypervisors", n: "Networks", p: "Operations", a: "Activity", s: "Settings" };
  for (const [key, name] of Object.entries(places)) {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await expect(heading(page, name)).toBeVisible();
    await expect(page.getByText(`${name} · Stackdeck`, { exact: true })).toBeAttached();
    await expect(focused(page)).toHaveText(name);
  }
  await page.keyboard.press("c");
  await page.keyboard.press("v");
  await expect(heading(page, "Create VM")).toBeVisible();
});

test("the first Tab leads past the navigation", async ({ page }) => {
  await page.goto("/vms");
  await expect(heading(page, "VMs")).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(focused(page)).toHaveText("Skip to content");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

test("a VM is found, selected, worked on through the palette, and opened", async ({ page, fleet }) => {
  const vm = await fleet.createVm("by-keyboard");
  await page.goto("/vms");
  await expect(page.getByRole("grid", { name: "VMs" })).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type(vm.hostname);
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.keyboard.press("Escape");
  await expect(rowOf(page, vm.hostname)).toBeFocused();
  await page.keyboard.press("x");
  await page.keyboard.press("Control+k");
  await expect(dialog(page).getByRole("combobox")).toBeFocused();
  await page.keyboard.type("start by-keyboard");
  await expect(dialog(page).getByRole("option").first()).toContainText("Start by-keyboard");
  await page.keyboard.press("Enter");
  await announced(page, "by-keyboard was started");
  await expect(rowOf(page, vm.hostname).getByText("running")).toBeVisible();
  await rowOf(page, vm.hostname).focus();
  await page.keyboard.press("m");
  await expect(page.getByRole("menuitem", { name: "Open" })).toBeVisible();
  await page.getByRole("menuitem", { name: "Open" }).press("Enter");
  await expect(heading(page, vm.hostname)).toBeVisible();
  await expect(focused(page)).toContainText(vm.hostname);
});

test("a disruptive action begins on its safe button, and the focus comes back", async ({ page, fleet }) => {
  const vm = await fleet.createVm("keyboard-stops");
  await fleet.call(vm, "StartVm");
  await page.goto(`/vms/${vm.ip}`);
  await expect(heading(page, vm.hostname)).toBeVisible();
  const stop = page.getByRole("main").getByRole("button", { name: /^Stop/ }).first();
  await tabTo(page, stop);
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await expect(stop).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, dialog(page).getByRole("button", { name: "Stop", exact: true }));
  await page.keyboard.press("Enter");
  await announced(page, "keyboard-stops has stopped");
});

test("help lists the keys and gives the focus back", async ({ page }) => {
  await page.goto("/networks");
  await expect(heading(page, "Networks")).toBeVisible();
  const search = page.getByRole("button", { name: /Search or do anything/ });
  await tabTo(page, search);
  await page.keyboard.press("?");
  for (const words of ["Search this list", "Menu of the row", "Create a VM"])
    await expect(dialog(page)).toContainText(words);
  await page.keyboard.press("Escape");
  await expect(search).toBeFocused();
});

test("a VM is created without a mouse", async ({ page, fleet }) => {
  await page.goto("/");
  await expect(heading(page, "Overview")).toBeVisible();
  await page.keyboard.press("c");
  await page.keyboard.press("v");
  await expect(heading(page, "Create VM")).toBeVisible();
  await tabTo(page, page.getByLabel("Host name", { exact: true }));
  await page.keyboard.type("typed-by-keyboard");
  await tabTo(page, page.getByRole("radio", { name: "Image name" }));
  for (const _ of ["URL", "Upload", "Empty disk"]) await page.keyboard.press("ArrowRight");
  const memory = page.getByLabel("Memory", { exact: true });
  await tabTo(page, memory);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("64M");
  await tabTo(page, page.getByLabel("Subnet", { exact: true }));
  await page.keyboard.type("development");
  await page.keyboard.press("Tab");
  await memory.press("Enter");
  await expect(page.getByRole("link", { name: /^Open typed-by-keyboard at / })).toBeVisible({
    timeout: 20_000,
  });
  await expect.poll(() => fleet.vm("typed-by-keyboard").state).toBe("running");
});

test("a console has Tab for itself, and Ctrl+F6 leads out of it", async ({ page, fleet }) => {
  const vm = fleet.graphicalVm();
  const places = [
    { path: "serial", tools: "Console", inside: page.getByRole("textbox", { name: "Terminal input" }) },
    { path: "vnc", tools: "Screen", inside: page.locator('[data-phase="connected"] canvas').first() },
  ];
  for (const { path, tools, inside } of places) {
    await page.goto(`/vms/${vm.ip}/console/${path}`);
    await inside.focus();
    await page.keyboard.press("Tab");
    await expect(inside).toBeFocused();
    await page.keyboard.press("Control+F6");
    const toolbar = page.getByRole("toolbar", { name: tools });
    await expect(toolbar.getByRole("button").first()).toBeFocused();
    await page.keyboard.press("Tab");
    await expect(toolbar.getByRole("button").nth(1)).toBeFocused();
  }
});
