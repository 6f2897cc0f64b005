import { violations } from "./support/axe.ts";
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
  // What would be asked of it is off, and says why.
  const off = page.getByRole("button", { name: "Power off" });
  await expect(off).toHaveAttribute("aria-disabled", "true");
  await off.hover();
  await expect(page.getByRole("tooltip")).toContainText("The hypervisor can not be reached now");
  await page.goto("/");
  await expect(page.getByText(/connection refused/).first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await openVmList(page, vm.hostname);
  await expect(rowOf(page, vm.hostname)).toBeVisible();
  await fleet.hypervisor(1).restart();
  await fleet.call(vm, "ChangeVmTags", { Tags: { changed: "after-the-restart" } });
  await expect(rowOf(page, vm.hostname)).toContainText("after-the-restart", { timeout: 20_000 });
  await page.goto(screen);
  await expect(mark("live")).toBeVisible();
});

test("what happened while the network was away or the page was frozen is there afterwards", async ({
  page,
  fleet,
  consoleGuard,
}) => {
  consoleGuard.expect(connectionComplaints);
  const vm = await fleet.createVm("changed-meanwhile");
  await openVmList(page, vm.hostname);
  await expect(freshness(page)).toHaveText("Live");
  await page.context().setOffline(true);
  await expect(freshness(page)).toContainText("Stale since");
  await fleet.call(vm, "ChangeVmTags", { Tags: { network: "was-away" } });
  await page.context().setOffline(false);
  await expect(rowOf(page, vm.hostname)).toContainText("was-away", { timeout: 20_000 });
  await expect(freshness(page)).toHaveText("Live");
  const devTools = await page.context().newCDPSession(page);
  await devTools.send("Page.setWebLifecycleState", { state: "frozen" });
  await fleet.call(vm, "ChangeVmTags", { Tags: { page: "was-frozen" } });
  await devTools.send("Page.setWebLifecycleState", { state: "active" });
  await expect(rowOf(page, vm.hostname)).toContainText("was-frozen", { timeout: 20_000 });
  await expect(rowOf(page, vm.hostname)).not.toContainText("was-away");
});

test("a page that was not opened before opens by itself when the server is back", async ({
  page,
  product,
  consoleGuard,
}) => {
  consoleGuard.expect(connectionComplaints, /dynamically imported module|preload CSS|code of this page/);
  await openVmList(page);
  await expect(freshness(page)).toHaveText("Live");
  await product.stop("SIGKILL");
  await expect(freshness(page)).toContainText("Stale since");
  await page.evaluate(
    "history.pushState({}, '', '/recordings'); dispatchEvent(new PopStateEvent('popstate'))",
  );
  await expect(page.getByRole("heading", { level: 1, name: "The server can not be reached" })).toBeVisible();
  // The others are there as they were.
  await page.goBack();
  await expect(page.getByRole("grid", { name: "VMs" })).toBeVisible();
  await page.goForward();
  await product.start();
  await expect(page.getByRole("heading", { level: 1, name: "Recordings" })).toBeVisible({ timeout: 20_000 });
});
