import { expect, test } from "./support/fixtures.ts";
import { echo, logIn, openSerial, screenOf } from "./support/serial.ts";

test("consoles lie side by side, move without reconnecting, and come back after closing and reload", async ({
  page,
  fleet,
}) => {
  const first = await fleet.createVm("workspace-one");
  const second = await fleet.createVm("workspace-two");
  for (const vm of [first, second]) await fleet.call(vm, "StartVm");
  await page.goto(`/vms/${second.ip}/console/serial`);
  await page.getByRole("button", { name: "Add to the workspace" }).click();
  await expect(page.getByRole("button", { name: "workspace-two: serial", exact: true })).toBeVisible();
  await logIn(page, await openSerial(page, first.ip));
  const sockets: string[] = [];
  page.on("websocket", (socket) => sockets.push(socket.url()));
  await echo(page, "before", "the-move");
  await page.getByRole("button", { name: "Add to the workspace" }).click();
  await expect(screenOf(page)).toContainText("before the-move");
  const ofFirst = () => sockets.filter((url) => url.includes(first.ip)).length;
  const workspace = page.getByRole("toolbar", { name: "Workspace" });
  const terminals = page.getByRole("textbox", { name: "Terminal input" });
  await expect(terminals).toHaveCount(1);
  await workspace.getByRole("button", { name: "Split" }).click();
  await expect(terminals).toHaveCount(2);
  for (const name of ["workspace-one: serial", "workspace-two: serial"])
    await expect(page.getByRole("heading", { name })).toBeVisible();
  await page.getByRole("button", { name: "Show only workspace-two: serial" }).click();
  await expect(terminals).toHaveCount(1);
  await workspace.getByRole("button", { name: "workspace-one: serial", exact: true }).click();
  await workspace.getByRole("button", { name: "Grid" }).click();
  await page.keyboard.press("Control+Shift+ArrowLeft");
  await workspace.getByRole("button", { name: "Tabs" }).click();
  await expect(workspace.getByRole("button", { name: "workspace-two: serial", exact: true })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await workspace.getByRole("button", { name: "Close workspace-one: serial" }).click();
  await expect(workspace.getByRole("button", { name: "workspace-one: serial", exact: true })).toBeHidden();
  await workspace.getByRole("button", { name: "Reopen the closed console" }).click();
  await expect(screenOf(page)).toContainText("before the-move");
  expect(ofFirst()).toBe(0);
  await page.reload();
  await expect(workspace.getByRole("button", { name: "workspace-one: serial", exact: true })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await expect(screenOf(page)).toContainText("before the-move");
});
