import { connectionComplaints, expect, test } from "./support/fixtures.ts";
import { freshness, openVmList, rowOf } from "./support/pages.ts";

test.describe.configure({ mode: "serial" });

test("the page recovers by itself when the server is restarted", async ({
  page,
  fleet,
  product,
  consoleGuard,
}) => {
  consoleGuard.expect(connectionComplaints);
  const vm = await fleet.createVm("outlives-the-server");
  await openVmList(page, vm.hostname);
  await expect(freshness(page)).toHaveText("Live");
  await product.stop("SIGKILL");
  await expect(freshness(page)).toContainText("Stale since");
  await expect(rowOf(page, vm.hostname)).toBeVisible();
  await fleet.call(vm, "ChangeVmTags", { Tags: { changed: "while-it-was-away" } });
  await product.start();
  await expect(freshness(page)).toHaveText("Live", { timeout: 20_000 });
  await expect(rowOf(page, vm.hostname)).toContainText("while-it-was-away");
});

test("a hypervisor that goes away is shown stale, and live again when it is back", async ({
  page,
  fleet,
  consoleGuard,
}) => {
  consoleGuard.expect(/status of 503/);
  const vm = await fleet.createVm("outlives-its-hypervisor", {}, 1);
  const screen = `/hypervisors/${fleet.hypervisor(1).address}`;
  const mark = (state: string | RegExp) => page.getByRole("main").getByText(state, { exact: true }).first();
  await page.goto(screen);
  await expect(mark("live")).toBeVisible();
  await fleet.hypervisor(1).stop();
  await expect(mark(/^(stale|unreachable)$/)).toBeVisible();
  await openVmList(page, vm.hostname);
  await expect(rowOf(page, vm.hostname)).toBeVisible();
  await fleet.hypervisor(1).restart();
  await fleet.call(vm, "ChangeVmTags", { Tags: { changed: "after-the-restart" } });
  await expect(rowOf(page, vm.hostname)).toContainText("after-the-restart", { timeout: 20_000 });
  await page.goto(screen);
  await expect(mark("live")).toBeVisible();
});
