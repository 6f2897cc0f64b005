/** A fleet of thousands: quick enough, flat, and everything reaches all rows. The bench measures with 100,000. */
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { INSTANT, type Simulation, startSimulation } from "@stackdeck/simulator";
import { Product } from "./support/product.ts";
import { measureKeys, measureScroll, memoryOf, openForSpeed } from "./support/speed.ts";

const each = 1000;
const total = 4 * each;

interface Large {
  readonly simulation: Simulation;
  readonly context: BrowserContext;
}

const test = base.extend<{ readonly list: Page }, { readonly large: Large }>({
  large: [
    async ({ browser }, use) => {
      const simulation = await startSimulation({
        hypervisors: total / each,
        population: each,
        pace: INSTANT,
        lifeEveryMs: 0,
        persist: false,
      });
      const { addresses, certDir, caFile } = simulation;
      const product = new Product({ hypervisors: addresses, certDir, caFile });
      const loginUrl = await product.start();
      const context = await browser.newContext({
        baseURL: product.url,
        viewport: { width: 1280, height: 800 },
      });
      const page = await context.newPage();
      await page.goto(loginUrl);
      await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
      await page.close();
      await use({ simulation, context });
      await context.close();
      await product.dispose();
      await simulation.close();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  list: async ({ large }, use) => {
    const page = await large.context.newPage();
    await openForSpeed(page, total);
    await use(page);
    await page.close();
  },
});

test("keys paint new rows and scrolling shows them, without delay", async ({ list }) => {
  const keys = await measureKeys(list, 24);
  const scroll = await measureScroll(list, { ms: 2000, pixels: 60 });
  // Machines that run tests are shared: these bounds tell a broken list from a whole one, the bench tells how good.
  expect(keys.p50).toBeLessThan(400);
  expect(scroll.framesPerSecond).toBeGreaterThan(15);
});

test("thousands of updates leave nothing behind in the page", async ({ list, large }) => {
  const cdp = await large.context.newCDPSession(list);
  const [hypervisor] = large.simulation.hypervisors;
  const ips = [...hypervisor!.state.vms.keys()];
  const change = async (updates: number) => {
    for (let made = 0; made < updates; made += 1) {
      hypervisor!.changeVm(ips[made % ips.length]!, (info) => {
        info.Tags = { ...info.Tags, tick: String(made) };
      });
      if (made % 20 === 0) await new Promise((done) => setImmediate(done));
    }
    hypervisor!.changeVm(ips[0]!, (info) => {
      info.Tags = { ...info.Tags, done: String(updates) };
    });
    await list.getByRole("combobox", { name: "Search VMs" }).fill(`tag:done=${updates}`);
    await expect(list.getByRole("grid", { name: "VMs" })).toHaveAttribute("aria-rowcount", "2");
    await list.getByRole("button", { name: "Clear search" }).click();
    await expect(list.getByRole("grid", { name: "VMs" })).toHaveAttribute("aria-rowcount", String(total + 1));
    return memoryOf(cdp, updates);
  };
  const before = await change(1000);
  const after = await change(6000);
  expect(after.heapMB - before.heapMB).toBeLessThan(3);
  expect(after.nodes - before.nodes).toBeLessThan(1500);
});

test("select all means all: the preview counts every row, and what has not begun can be stopped", async ({
  list,
}) => {
  await list.getByLabel("Select all").click();
  const bar = list.getByRole("region", { name: "Selected VMs" });
  await expect(bar).toContainText("4,000 VMs selected");
  await bar.getByRole("button", { name: "Change tags" }).click();
  const dialog = list.getByRole("dialog");
  await dialog.getByLabel("Key 1").fill("touched");
  await expect(dialog.getByRole("list", { name: "What will happen" })).toContainText("4,000 will change");
  await dialog.getByRole("button", { name: "Change tags 4,000 VMs" }).click();
  await dialog.getByRole("button", { name: "Cancel what has not begun" }).click();
  await expect(dialog.getByRole("list", { name: "Results" })).toContainText("not begun");
  await expect(dialog).toContainText("3,500 more rows");
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
});

test("a range reaches over rows that were never seen", async ({ list }) => {
  await list.getByRole("row").nth(1).getByRole("checkbox").click();
  await list.getByRole("grid", { name: "VMs" }).getByRole("row").nth(1).focus();
  await list.keyboard.press("End");
  await expect(list.locator(":focus")).toHaveAttribute("data-row", String(total - 1));
  await list.keyboard.press("Shift+x");
  await expect(list.getByRole("region", { name: "Selected VMs" })).toContainText("4,000 VMs selected");
});

test("a grouping that would make a group of each row says so, and one that does not has groups", async ({
  list,
}) => {
  await list.goto("/vms?group=tag%3AName");
  await expect(list.getByText("more than 2,000 different values")).toBeVisible();
  await expect(list.getByRole("grid", { name: "VMs" })).toHaveAttribute("aria-rowcount", String(total + 1));
  await list.getByRole("combobox", { name: "Group by" }).selectOption({ label: "By state" });
  await expect(
    list
      .getByRole("grid", { name: "VMs" })
      .getByText(/^running [\d,]+$/)
      .first(),
  ).toBeVisible();
  await expect(list.getByText("different values")).toBeHidden();
});
