import { connectionComplaints, expect, test } from "./support/fixtures.ts";
import { confirm, dialog } from "./support/pages.ts";
import {
  connected,
  decodePicture,
  differences,
  openScreen,
  savedPicture,
  screenTools,
} from "./support/screen.ts";

/** noVNC reports each end of a connection. */
const noVncComplaints = /Failed when connecting|Connection closed/;
const pen = 0xe4572e;

test("a click and keys reach the guest, and the picture is the one it draws @api:ConnectToVmConsole", async ({
  page,
  fleet,
}) => {
  const vm = await fleet.createVm("screen-click", { ConsoleType: "vnc" });
  await fleet.call(vm, "StartVm");
  const canvas = await openScreen(page, vm.ip);
  await expect(page).toHaveTitle(/^screen-click: screen/);
  await screenTools(page).getByRole("button", { name: "Actual size" }).click();
  const drawn = fleet.guest(vm).desktop.canvas;
  await canvas.click({ position: { x: 300, y: 550 } });
  await expect.poll(() => drawn.pixels[550 * 800 + 300]).toBe(pen);
  const before = Uint32Array.from(drawn.pixels);
  await page.keyboard.type("uname -a");
  await page.keyboard.press("Enter");
  await expect
    .poll(() => differences({ width: 800, height: 600, pixels: before }, drawn))
    .toBeGreaterThan(500);
  await expect.poll(async () => differences(await savedPicture(page), drawn)).toBe(0);
});

test("fits its place; who only watches does not disturb; text is typed as keys", async ({ page, fleet }) => {
  const vm = await fleet.createVm("screen-watch", { ConsoleType: "vnc" });
  await fleet.call(vm, "StartVm");
  const canvas = await openScreen(page, vm.ip);
  const drawn = fleet.guest(vm).desktop.canvas;
  const tools = screenTools(page);
  await tools.getByRole("button", { name: "Only watch" }).click();
  const { width = 0, height = 0 } = (await canvas.boundingBox()) ?? {};
  expect(width / height).toBeCloseTo(4 / 3, 1);
  const corner = { x: Math.round((100 * width) / 800), y: Math.round((550 * height) / 600) };
  await canvas.click({ position: corner });
  await tools.getByRole("button", { name: "Only watching" }).click();
  const middle = { x: Math.round((400 * width) / 800), y: Math.round((550 * height) / 600) };
  await canvas.click({ position: middle });
  await expect.poll(() => drawn.pixels[550 * 800 + 400]).toBe(pen);
  expect(drawn.pixels[550 * 800 + 100]).not.toBe(pen);
  await tools.getByRole("button", { name: "Type text…" }).click();
  await dialog(page).getByRole("textbox", { name: "Text to type" }).fill("echo ok ☃\n");
  await expect(dialog(page).getByText("☃ (1)")).toBeVisible();
  await dialog(page).getByLabel("Speed").selectOption("Fast");
  const before = Uint32Array.from(drawn.pixels);
  await dialog(page).getByRole("button", { name: "Type 9 keys" }).click();
  await expect
    .poll(() => differences({ width: 800, height: 600, pixels: before }, drawn))
    .toBeGreaterThan(200);
});

test("text goes to the guest's clipboard and comes from it", async ({ page, context, fleet }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const vm = await fleet.createVm("screen-clipboard", { ConsoleType: "vnc" });
  await fleet.call(vm, "StartVm");
  await openScreen(page, vm.ip);
  const { desktop } = fleet.guest(vm);
  const open = screenTools(page).getByRole("button", { name: "Clipboard of the guest" });
  await open.click();
  await expect(dialog(page).getByText("has put nothing on its clipboard")).toBeVisible();
  await dialog(page).getByRole("textbox", { name: "Text of the clipboard" }).fill("für den Gast\n");
  await dialog(page).getByRole("button", { name: "Send to the guest" }).click();
  await expect.poll(() => desktop.clipboard).toBe("für den Gast\n");
  desktop.copy("from the guest");
  await open.click();
  await expect(dialog(page).getByRole("textbox", { name: "Text of the clipboard" })).toHaveValue(
    "from the guest",
  );
  await dialog(page).getByRole("button", { name: "Copy" }).click();
  await expect.poll(() => page.evaluate<string>("navigator.clipboard.readText()")).toBe("from the guest");
});

test("two viewers share a screen, and it comes back when the VM was stopped and started", async ({
  page,
  context,
  fleet,
  consoleGuard,
}) => {
  consoleGuard.expect(noVncComplaints);
  const vm = await fleet.createVm("screen-restart", { ConsoleType: "vnc" });
  await fleet.call(vm, "StartVm");
  await openScreen(page, vm.ip);
  const second = await context.newPage();
  await openScreen(second, vm.ip);
  await connected(page);
  expect(differences(await savedPicture(page), await savedPicture(second))).toBe(0);
  await second.close();
  await fleet.call(vm, "StopVm");
  const main = page.getByRole("main");
  await expect(main.getByText("Waiting for the VM")).toBeVisible();
  await expect(main.getByText("The VM is stopped.")).toBeVisible();
  await main.getByRole("button", { name: "Start", exact: true }).last().click();
  await connected(page);
  const drawn = fleet.guest(vm).desktop.canvas;
  await expect.poll(async () => differences(await savedPicture(page), drawn)).toBe(0);
});

test("a VM without a screen gets one: stop, change, start", async ({ page, fleet, consoleGuard }) => {
  consoleGuard.expect(noVncComplaints);
  const vm = await fleet.createVm("screen-none");
  await fleet.call(vm, "StartVm");
  await page.goto(`/vms/${vm.ip}/console/vnc`);
  const main = page.getByRole("main");
  await expect(main.getByText("This VM has no screen")).toBeVisible();
  await main.getByRole("button", { name: "Stop", exact: true }).last().click();
  await confirm(page, /^Stop/);
  await main.getByRole("button", { name: "Change to VNC" }).click();
  await confirm(page, /^Change/);
  await main.getByRole("button", { name: "Start", exact: true }).last().click();
  await connected(page);
});

test("a picture of the screen tells which VM it is, on its page and before it is destroyed", async ({
  page,
  context,
  fleet,
  consoleGuard,
}) => {
  consoleGuard.expect(connectionComplaints);
  const vm = await fleet.createVm("screen-picture", { ConsoleType: "vnc" });
  await fleet.call(vm, "StartVm");
  const viewer = await context.newPage();
  const sockets: string[] = [];
  viewer.on("websocket", (socket) => sockets.push(socket.url()));
  await openScreen(viewer, vm.ip);
  await page.goto(`/vms/${vm.ip}`);
  const picture = page.getByRole("img", { name: "Screen of screen-picture" });
  await expect(picture).toBeVisible();
  const answer = await page.request.get(`/api/v1/vms/${vm.ip}/thumbnail`);
  const small = await decodePicture(page, await answer.body());
  expect([small.width, small.height]).toEqual([480, 360]);
  // Places of one colour all round, where a mean is that colour; sixteen bits lose a little of it.
  const drawn = fleet.guest(vm).desktop.canvas;
  for (const [x, y] of [
    [10, 300],
    [400, 300],
    [100, 590],
    [700, 300],
  ] as const) {
    const shown = small.pixels[Math.floor(y * 0.6) * 480 + Math.floor(x * 0.6)] ?? 0;
    const real = drawn.pixels[y * 800 + x] ?? 0;
    for (const shift of [16, 8, 0])
      expect(Math.abs(((shown >> shift) & 255) - ((real >> shift) & 255))).toBeLessThan(10);
  }
  await page.getByRole("button", { name: "All actions" }).click();
  await page.getByRole("menuitem", { name: "Destroy…" }).click();
  await expect(dialog(page).getByRole("img", { name: "Screen of screen-picture" })).toBeVisible();
  await dialog(page).getByRole("button", { name: "Cancel" }).click();
  await connected(viewer);
  expect(sockets.filter((url) => url.includes("/console/vnc"))).toHaveLength(1);
  await viewer.close();
  await page.getByRole("link", { name: "Open the screen of screen-picture" }).click();
  await connected(page);
});

test("a console in a window of its own is titled with the VM's name and has nothing around it", async ({
  page,
  fleet,
}) => {
  const vm = await fleet.createVm("screen-window", { ConsoleType: "vnc" });
  await fleet.call(vm, "StartVm");
  await openScreen(page, vm.ip);
  const opening = page.waitForEvent("popup");
  await page.getByRole("button", { name: "Open in a window of its own" }).click();
  const popup = await opening;
  await connected(popup);
  await expect(popup).toHaveTitle(/^screen-window: screen/);
  await expect(popup.getByRole("navigation", { name: "Main" })).toHaveCount(0);
  await popup.close();
});
