import { readFileSync } from "node:fs";
import { expect, type Page, test } from "./support/fixtures.ts";
import { echo, logIn, openSerial, screenOf, typeLine } from "./support/serial.ts";

/** Everything that the server keeps of a console, as the user downloads it. */
async function downloadAll(page: Page, how: "as text" | "raw" = "raw"): Promise<string> {
  await page.getByRole("toolbar", { name: "Console" }).getByRole("button", { name: "More" }).click();
  const saved = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: `Everything kept, ${how}` }).click();
  return readFileSync(await (await saved).path(), "latin1");
}

test("a full-screen program runs, and leaves the screen as it was", async ({ page, fleet }) => {
  const vm = await fleet.createVm("serial-full-screen");
  await fleet.call(vm, "StartVm");
  const screen = await openSerial(page, vm.ip);
  await logIn(page, screen);
  await echo(page, "before", "top");
  await typeLine(page, "top");
  await expect(screen).toContainText("Tasks:");
  await expect(screen).not.toContainText("before top");
  await page.keyboard.press("q");
  await expect(screen).toContainText("before top");
  await expect(screen).not.toContainText("Tasks:");
  await fleet.guest(vm).serial.write("\x1b[38;2;10;200;30mcoloured\x1b[0m\n");
  await expect(page.getByText("coloured", { exact: true }).first()).toHaveCSS("color", "rgb(10, 200, 30)");
});

test("a flood leaves the page usable, and Ctrl-C ends it", async ({ page, fleet }) => {
  const vm = await fleet.createVm("serial-flood");
  await fleet.call(vm, "StartVm");
  const screen = await openSerial(page, vm.ip);
  await logIn(page, screen);
  await typeLine(page, "yes flooding the console");
  await expect(screen).toContainText("flooding the console");
  const tools = page.getByRole("toolbar", { name: "Console" });
  await tools.getByRole("button", { name: "Pause" }).click();
  await tools.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("textbox", { name: "Terminal input" }).focus();
  await page.keyboard.press("Control+C");
  await expect(screen).toContainText(/[#$] \s*$/);
  await echo(page, "after", "the-flood");
});

test("a reload in the middle of output loses nothing and repeats nothing", async ({ page, fleet }) => {
  const vm = await fleet.createVm("serial-mid-output");
  await fleet.call(vm, "StartVm");
  await logIn(page, await openSerial(page, vm.ip));
  await typeLine(page, "seq 1 150000");
  await page.reload();
  await expect(screenOf(page)).toContainText("150000");
  await echo(page, "after", "the-reload");
  const numbers = (await downloadAll(page)).match(/^\d+(?=\r$)/gm) ?? [];
  expect(numbers).toHaveLength(150_000);
  expect(numbers.findIndex((number, index) => Number(number) !== index + 1)).toBe(-1);
});

test("the output is searched by regular expression, saved as text, and a paste has its brackets", async ({
  page,
  fleet,
}) => {
  const vm = await fleet.createVm("serial-search");
  await fleet.call(vm, "StartVm");
  const screen = await openSerial(page, vm.ip);
  await logIn(page, screen);
  const { serial } = fleet.guest(vm);
  await serial.write("\x1b[31mError\x1b[0m 17\nerror 42\nerror none\n10%\r20%\r\n\x1b[?2004h");
  await expect(screen).toContainText("error none");
  const tools = page.getByRole("toolbar", { name: "Console" });
  await tools.getByRole("button", { name: "Search the output" }).click();
  await tools.getByRole("textbox", { name: "Search the output" }).fill("error \\d+");
  await expect(tools.getByRole("status")).toHaveText("Not found");
  await tools.getByRole("button", { name: "Regular expression" }).click();
  await expect(tools.getByRole("status")).toHaveText("2 of 2");
  await tools.getByRole("button", { name: "Capitals as typed" }).click();
  await expect(tools.getByRole("status")).toHaveText("1 of 1");
  await tools.getByRole("button", { name: "End the search" }).click();
  expect(await downloadAll(page, "as text")).toContain("Error 17\nerror 42\nerror none\n20%\n");
  let typed = "";
  const type = serial.type.bind(serial);
  serial.type = (data) => {
    typed += data.toString("latin1");
    type(data);
  };
  await tools.getByRole("button", { name: "Paste…" }).click();
  await page.getByRole("dialog").getByRole("textbox").fill("one\ntwo");
  await page.getByRole("dialog").getByRole("button", { name: "Paste 2 lines" }).click();
  await expect.poll(() => typed).toBe("\x1b[200~one\rtwo\x1b[201~");
});

test("what a hostile guest sends changes neither title nor clipboard, and nothing is typed back", async ({
  page,
  context,
  fleet,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const vm = await fleet.createVm("serial-hostile");
  await fleet.call(vm, "StartVm");
  const screen = await openSerial(page, vm.ip);
  await logIn(page, screen);
  await page.evaluate('navigator.clipboard.writeText("mine")');
  const { serial } = fleet.guest(vm);
  const typed: string[] = [];
  const type = serial.type.bind(serial);
  serial.type = (data) => {
    typed.push(data.toString("latin1"));
    type(data);
  };
  const hostile = [
    `\x1b]52;c;${Buffer.from("stolen").toString("base64")}\x07`,
    "\x1b]0;production\x07\x1b]2;production\x1b\\",
    "\x1b[21t\x1b[3;0;0t\x1bP$qm\x1b\\\x05",
    "\x1b]8;;javascript:alert(1)\x07click\x1b]8;;\x07",
    `\x1b[${"1;".repeat(50_000)}m\x1b[2147483647b\x1b[2147483647S`,
    `\x1b]52;c;${"A".repeat(200_000)}\x18`,
    "\xff\xfe\xc0\x80\x1b[0m\x1bc",
    "survived it\n",
  ];
  for (const text of hostile) await serial.write(text);
  await expect(screen).toContainText("survived it");
  await expect(page).toHaveTitle(/^serial-hostile: serial console/);
  expect(await page.evaluate<string>("navigator.clipboard.readText()")).toBe("mine");
  expect(typed).toEqual([]);
  await echo(page, "still", "working");
});

test("full screen shows the console and its notices alone, and Ctrl+W goes to the guest", async ({
  page,
  fleet,
}) => {
  const vm = await fleet.createVm("serial-full-screen");
  await fleet.call(vm, "StartVm");
  const screen = await openSerial(page, vm.ip);
  await logIn(page, screen);
  // What the browser keeps for itself is asked for; whether it gives it, a page cannot see.
  await page.evaluate(`{
    const lock = navigator.keyboard.lock.bind(navigator.keyboard);
    navigator.keyboard.lock = () => { document.documentElement.dataset.locked = "yes"; return lock(); };
  }`);
  await page
    .getByRole("toolbar", { name: "Console" })
    .getByRole("button", { name: "Full screen", exact: true })
    .click();
  const isWhole = (): Promise<unknown> =>
    page.evaluate("document.fullscreenElement?.getBoundingClientRect().width === window.innerWidth");
  await expect.poll(isWhole).toBe(true);
  await expect(page.locator("html")).toHaveAttribute("data-locked", "yes");
  await expect(page.getByRole("textbox", { name: "Terminal input" })).toBeFocused();
  await page.keyboard.type("rm -rf nothing");
  await page.keyboard.press("Control+w");
  await page.keyboard.type("echo in full screen");
  await page.keyboard.press("Enter");
  await expect(screen).toContainText("in full screen");
  // A notice is seen there.
  await fleet.call(vm, "StopVm");
  await expect(page.getByText("Waiting for the VM")).toBeInViewport();
  await page.evaluate("document.exitFullscreen()");
  await expect(page.getByRole("toolbar", { name: "Console" })).toBeInViewport();
});
