/**
 * How the main screens look: pictures of a fleet that stands still, in both themes, wide and narrow. They tell a broken
 * layout from a whole one; `pnpm looks:renew` takes them anew when a screen is meant to look otherwise.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "@stackdeck/simulator";
import { test as base, expect, type Page } from "./support/fixtures.ts";
import { Fleet } from "./support/fleet.ts";

/** The time everywhere: ages and dates are the same at each run. */
const now = Date.UTC(2026, 2, 2, 9, 30);
const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } } as const;

const test = base.extend<object, { readonly fleet: Fleet }>({
  fleet: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
    async ({}, use) => {
      const clock = { now: () => now, after: systemClock.after };
      // An address of its own for each: they are named by it, and sorted.
      const fleet = await Fleet.start({ separateHosts: true, clock });
      await use(fleet);
      await fleet.close();
    },
    { scope: "worker" },
  ],
});

/** The Chromium that took the pictures; whoever takes them anew writes it. */
const takenBy = join(import.meta.dirname, "looks", "chromium.txt");
const majorOf = (version: string) => version.trim().split(".")[0];

test.beforeAll(({ browser }, { config }) => {
  if (["all", "changed"].includes(config.updateSnapshots)) writeFileSync(takenBy, `${browser.version()}\n`);
});

/**
 * Share of pixels that may differ. Another Chromium smooths letters and draws fields a little otherwise; a part that is
 * missing or has moved differs in more than that.
 */
const allowed = (version: string) =>
  majorOf(version) === majorOf(readFileSync(takenBy, "utf8")) ? 0.003 : 0.03;

interface Screen {
  readonly name: string;
  readonly open: (page: Page, fleet: Fleet) => Promise<void>;
}

/** Opens a page and waits until it shows what is asked of the server. */
const at = async (page: Page, url: string, shown: string | RegExp) => {
  await page.goto(url);
  await expect(page.getByText(shown).first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Data: / })).toContainText("Live");
};

const screens: readonly Screen[] = [
  { name: "overview", open: (page) => at(page, "/", "127.0.0.2") },
  { name: "vms", open: (page) => at(page, "/vms", "api-01") },
  {
    name: "vm",
    open: (page, fleet) => at(page, `/vms/${fleet.vm("db-01").ip}`, "service/postgres-16"),
  },
  {
    name: "vm-volumes",
    open: (page, fleet) => at(page, `/vms/${fleet.vm("db-01").ip}/volumes`, /usable of/),
  },
  { name: "create", open: (page) => at(page, "/vms/create", /^Best: /) },
  {
    name: "hypervisor",
    open: async (page) => {
      await at(page, "/hypervisors", "127.0.0.1");
      await page.getByRole("link", { name: "127.0.0.1" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "127.0.0.1" })).toBeVisible();
    },
  },
];

for (const colorScheme of ["light", "dark"] as const)
  for (const [size, viewport] of Object.entries(sizes))
    test.describe(`${colorScheme}, ${size}`, () => {
      test.use({
        colorScheme,
        viewport,
        contextOptions: { reducedMotion: "reduce" },
        timezoneId: "UTC",
        locale: "en-GB",
      });
      for (const screen of screens)
        test(`${screen.name} looks as it did`, async ({ page, fleet, browser }) => {
          await page.clock.setFixedTime(now);
          await screen.open(page, fleet);
          await page.mouse.move(0, 0);
          await page.evaluate("document.fonts.ready");
          await expect(page).toHaveScreenshot(`${screen.name}-${colorScheme}-${size}.png`, {
            // Ports and folders are those of this run, and what the server has recorded has its own time.
            mask: [
              page.getByText(/127\.0\.0\.1:\d+/),
              page.getByText(/stackdeck-simulator-.*volumes/),
              page.getByRole("region", { name: "Capacity over time" }),
            ],
            maskColor: "#808080",
            threshold: 0.25,
            maxDiffPixelRatio: allowed(browser.version()),
          });
        });
    });
