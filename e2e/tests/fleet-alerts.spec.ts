/** What needs a person, and what happened: the overview and the activity page tell it as it comes. */
import { expect, type Page, test } from "./support/fixtures.ts";
import { openHypervisor } from "./support/hypervisors.ts";

const attention = (page: Page) => page.getByRole("main").getByRole("region", { name: /^Needs attention/ });
const events = (page: Page) => page.getByRole("main").getByRole("region", { name: "Latest events" });

test("a hypervisor that is disabled, then unhealthy, then well is told on the overview", async ({
  page,
  fleet,
}) => {
  const hypervisor = fleet.hypervisor(1);
  await page.goto("/");
  await expect(attention(page)).toBeVisible();
  await fleet.client(1).ok("SetDisabledState", { Disable: true });
  await expect(attention(page)).toContainText(/ is disabled: no VM/);
  await expect(events(page)).toContainText(/ is disabled: no VM/);
  hypervisor.setHealth("at risk");
  await expect(attention(page)).toContainText("its health is “at risk”");
  await fleet.client(1).ok("SetDisabledState", { Disable: false });
  hypervisor.setHealth("healthy");
  await expect(attention(page)).not.toContainText("at risk");
  await expect(attention(page)).not.toContainText("disabled");
  await expect(events(page).getByRole("listitem").first()).toContainText("over: ");
});

test("a pool that runs empty is told with its subnet, and leads to where addresses are added", async ({
  page,
  fleet,
}) => {
  const hypervisor = fleet.hypervisor(0);
  const free = hypervisor.state.pool.free.filter(
    ({ IpAddress }) => hypervisor.state.subnets.idFor(IpAddress) === "staging",
  );
  const taken = free.slice(1);
  await page.goto("/");
  await expect(attention(page)).toBeVisible();
  await fleet.client(0).ok("ChangeAddressPool", { AddressesToRemove: taken });
  await expect(attention(page)).toContainText("one address is free in staging");
  await page.goto("/networks");
  await expect(page.getByText("Addresses are nearly used up")).toBeVisible();
  await page.goto("/");
  await attention(page).getByRole("listitem").filter({ hasText: "staging" }).getByRole("link").click();
  await expect(page).toHaveURL(/\/networks$/);
  await fleet.client(0).ok("ChangeAddressPool", { AddressesToAdd: taken });
  await expect(page.getByText("This needs a person")).toBeHidden();
});

test("a VM that crashes is told with its age, kept in the journal, and found there", async ({
  page,
  fleet,
}) => {
  const vm = await fleet.createVm("crashes-in-the-night");
  await fleet.call(vm, "StartVm");
  await page.goto("/");
  await expect(attention(page)).toBeVisible();
  fleet.hypervisor(vm.on).crashVm(vm.ip);
  await expect(attention(page)).toContainText(vm.hostname);
  await expect(events(page)).toContainText(vm.hostname);
  await page.getByRole("link", { name: "All events" }).click();
  await page.getByRole("combobox", { name: "Search events" }).fill("kind:crashed severity:bad");
  const row = page.getByRole("row").filter({ hasText: vm.hostname });
  await expect(row).toContainText("It crashed on");
  await page.reload();
  await expect(row).toBeVisible();
});

test("a hypervisor that goes away is told, its numbers stay and say how old they are", async ({
  page,
  fleet,
  consoleGuard,
}) => {
  consoleGuard.expect(/status of 50\d/);
  const hypervisor = fleet.hypervisor(1);
  await openHypervisor(page, hypervisor);
  await hypervisor.stop();
  await expect(page.getByText("What is shown may be old")).toBeVisible();
  await expect(page.getByRole("region", { name: "Machine" })).toContainText("GiB");
  await page.goto("/");
  const cell = page.getByRole("region", { name: "Hypervisors" }).getByRole("link").filter({ hasText: "!" });
  await expect(cell).toHaveCount(1);
  await expect(attention(page)).toContainText(/unreachable|stale|refused/i);
  await hypervisor.listen();
  await expect(cell).toHaveCount(0, { timeout: 20_000 });
  await expect(attention(page)).not.toContainText(/unreachable|stale|refused/i);
});

test("the heat map tells each measure in words, and a cell leads to its hypervisor", async ({
  page,
  fleet,
}) => {
  await page.goto("/");
  const map = page.getByRole("region", { name: "Hypervisors" });
  const cells = map.getByRole("listitem").getByRole("link");
  await expect(cells).toHaveCount(fleet.simulation.hypervisors.length);
  for (const [measure, words] of [
    ["CPU", /\d+ %.*CPU free/],
    ["Disk", /\d+ %.*(G|T)iB free/],
    ["Free addresses", /\d+ %.*\d+ free/],
    ["Memory", /\d+ %.*GiB free/],
  ] as const) {
    await map.getByText(measure, { exact: true }).click();
    await expect(cells.first()).toHaveText(words);
  }
  await cells.first().click();
  await expect(page).toHaveURL(/\/hypervisors\//);
});
