import { connectionComplaints, expect, test } from "./support/fixtures.ts";
import { confirm } from "./support/pages.ts";
import { echo, logIn, openSerial, screenOf } from "./support/serial.ts";

test("a command is run, its output seen, and nothing is lost by a reload @api:ConnectToVmSerialPort", async ({
  page,
  fleet,
}) => {
  const vm = await fleet.createVm("serial-reload");
  await fleet.call(vm, "StartVm");
  const screen = await openSerial(page, vm.ip);
  await logIn(page, screen);
  await echo(page, "before", "reload");
  await page.reload();
  await expect(screenOf(page)).toContainText("before reload");
  await echo(page, "after", "reload");
});

test("the boot log comes first", async ({ page, fleet }) => {
  const vm = await fleet.createVm("serial-boot-log");
  await fleet.call(vm, "StartVm");
  const screen = await openSerial(page, vm.ip);
  await expect(screen).toContainText("login:");
});

test("a second viewer watches, asks for the keyboard and is given it", async ({ page, context, fleet }) => {
  const vm = await fleet.createVm("serial-two-viewers");
  await fleet.call(vm, "StartVm");
  await logIn(page, await openSerial(page, vm.ip));
  const second = await context.newPage();
  await second.goto(`/vms/${vm.ip}/console/serial`);
  await expect(screenOf(second)).toContainText("login:");
  await second
    .getByRole("button", { name: /Ask for the keyboard/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Give" }).click();
  await echo(second, "typed", "by-the-other");
  await expect(screenOf(page)).toContainText("typed by-the-other");
  await second.close();
});

test("the console comes back by itself after the VM and after the server restart", async ({
  page,
  fleet,
  product,
  consoleGuard,
}) => {
  consoleGuard.expect(connectionComplaints);
  const vm = await fleet.createVm("serial-restarts");
  await fleet.call(vm, "StartVm");
  const screen = await openSerial(page, vm.ip);
  await logIn(page, screen);
  await fleet.call(vm, "StopVm");
  await expect(page.getByText("Waiting for the VM")).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Start", exact: true }).last().click();
  await expect(page.getByText("Waiting for the VM")).toBeHidden();
  await logIn(page, screen);
  // The prompt of the time before the restart is still on the screen: only an answer shows that this one is there.
  await echo(page, "after", "start");
  await product.stop("SIGKILL");
  await expect(page.getByText("Connection lost")).toBeVisible();
  await product.start();
  await expect(page.getByText("Connection lost")).toBeHidden({ timeout: 20_000 });
  await expect(page.locator('[data-phase="attached"][data-upstream="live"]')).toBeVisible({
    timeout: 20_000,
  });
  await echo(page, "after", "restarts");
});

test("pasting several lines is looked at first", async ({ page, fleet }) => {
  const vm = await fleet.createVm("serial-paste");
  await fleet.call(vm, "StartVm");
  const screen = await openSerial(page, vm.ip);
  await logIn(page, screen);
  await page.getByRole("button", { name: "Paste…" }).click();
  await page.getByRole("dialog").getByRole("textbox").fill('echo "first" "line"\necho "second" "line"\n');
  await confirm(page, /^Paste/);
  await expect(screen).toContainText("first line");
  await expect(screen).toContainText("second line");
});
