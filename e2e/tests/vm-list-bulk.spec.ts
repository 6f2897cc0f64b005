/** Many VMs at once: bulk work and the export. */
import { readFileSync } from "node:fs";
import { expect, test } from "./support/fixtures.ts";
import { dialog, openVmList, rowOf } from "./support/pages.ts";
import { expectAbove, grid, selectedBar } from "./support/vm-list.ts";

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
