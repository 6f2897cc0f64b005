import { expect, test } from "./support/fixtures.ts";

test("commands are completed, answered in readable JSON and recalled; what disrupts is asked about @api:ConnectToVmManager", async ({
  page,
  fleet,
}) => {
  const vm = await fleet.createVm("monitor-commands");
  await fleet.call(vm, "StartVm");
  await page.goto(`/vms/${vm.ip}/console/serial`);
  await page
    .getByRole("navigation", { name: "Consoles of this VM" })
    .getByRole("link", { name: "Monitor" })
    .click();
  const output = page.getByRole("log", { name: "Monitor output" });
  await expect(output).toContainText('"QMP": {');
  const command = page.getByRole("combobox", { name: "Command" });
  await command.fill("query-st");
  await command.press("Tab");
  await expect(command).toHaveValue("query-status");
  await command.press("Enter");
  await expect(output).toContainText('› {"execute":"query-status"}');
  await expect(output).toContainText('"status": "running"');
  await command.fill('human-monitor-command {"command-line": "info status"}');
  await command.press("Enter");
  await expect(output).toContainText("VM status: running");
  await command.press("ArrowUp");
  await command.press("ArrowUp");
  await expect(command).toHaveValue("query-status");
  // Away and back: the session goes on, with what was said and what was typed.
  const consoles = page.getByRole("navigation", { name: "Consoles of this VM" });
  await consoles.getByRole("link", { name: "Serial" }).click();
  await expect(output).toBeHidden();
  await consoles.getByRole("link", { name: "Monitor" }).click();
  await expect(output).toContainText('› {"execute":"query-status"}');
  await expect(output).toContainText("VM status: running");
  await command.press("ArrowUp");
  await expect(command).toHaveValue('human-monitor-command {"command-line": "info status"}');
  await command.fill("query-status {oops}");
  await command.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "not valid JSON" })).toBeVisible();
  await command.fill("quit");
  await command.press("Enter");
  await page.getByRole("button", { name: "Really quit?" }).click();
  const main = page.getByRole("main");
  await expect(main.getByText("Waiting for the VM")).toBeVisible();
  await main.getByRole("button", { name: "Start", exact: true }).last().click();
  await expect(main.getByText("Waiting for the VM")).toBeHidden();
  await expect(page.locator('[data-phase="connected"]')).toBeVisible();
});
