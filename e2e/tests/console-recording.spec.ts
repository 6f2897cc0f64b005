import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "./support/fixtures.ts";
import { echo, logIn, openSerial, screenOf, typeLine } from "./support/serial.ts";

/** The recorded screen's lines, in screen-reader mode. */
const recorded = (page: Page) => page.getByRole("region", { name: "Recorded screen" });

test("a console is recorded, played, saved, and the file played again", async ({ page, fleet }) => {
  const vm = await fleet.createVm("serial-recording");
  await fleet.call(vm, "StartVm");
  await logIn(page, await openSerial(page, vm.ip));
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Record from now on" }).click();
  await expect(page.getByText("Recording", { exact: true })).toBeVisible();
  await echo(page, "on", "the-record");
  await page.getByRole("button", { name: "Stop recording" }).click();
  await typeLine(page, 'echo "off" "the-record"');
  await expect(screenOf(page)).toContainText("off the-record");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  const file = await (await download).path();
  const lines = (await readFile(file, "utf8")).trim().split("\n");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ version: 2, title: "serial-recording" });
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect(recorded(page)).toContainText("on the-record");
  await expect(recorded(page)).not.toContainText("off the-record");
  await page.reload();
  await page.getByLabel("Open a .cast file").setInputFiles({
    name: "saved.cast",
    mimeType: "application/x-asciicast",
    buffer: await readFile(file),
  });
  await page.getByRole("slider", { name: "Position" }).press("ArrowRight");
  await expect(recorded(page)).toContainText("on the-record");
  await page.getByRole("slider", { name: "Position" }).press("ArrowLeft");
  await expect(recorded(page)).not.toContainText("on the-record");
  await page.getByRole("combobox", { name: "Speed" }).selectOption("16×");
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect(recorded(page)).toContainText("on the-record");
});

test("a recording that means harm is shown as text or refused", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/recordings");
  await page.evaluate(`localStorage.setItem("stackdeck.console", '{"screenReader":true}');
    navigator.clipboard.writeText("mine")`);
  await page.reload();
  const open = (text: string) =>
    page.getByLabel("Open a .cast file").setInputFiles({
      name: "hostile.cast",
      mimeType: "application/x-asciicast",
      buffer: Buffer.from(text),
    });
  await open('{"version":2,"width":1000000,"height":1000000}');
  await expect(page.getByText("The recording's terminal is larger than 500 × 200.")).toBeVisible();
  await open("<script>alert(1)</script>");
  await expect(page.getByText("This is not a recording")).toBeVisible();
  const output = `\u001b]52;c;${btoa("theirs")}\u0007\u001b]0;hijacked\u0007<b>plain</b>\r\n`;
  await open(`{"version":2,"width":80,"height":24,"title":"<i>t</i>"}\n${JSON.stringify([0, "o", output])}`);
  await expect(recorded(page)).toContainText("<b>plain</b>");
  await expect(page.getByRole("heading", { name: "<i>t</i>" })).toBeVisible();
  await expect(page).toHaveTitle("Recordings · Stackdeck");
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe("mine");
});
