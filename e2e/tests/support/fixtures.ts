/**
 * What every test gets: a fleet and a product of its worker, a page that is signed in, and a check at the end that the
 * browser's console stayed clean.
 */
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { Fleet } from "./fleet.ts";
import { Product } from "./product.ts";

export { expect, type Locator, type Page } from "@playwright/test";

type StorageState = Awaited<ReturnType<BrowserContext["storageState"]>>;

interface WorkerFixtures {
  readonly fleet: Fleet;
  readonly product: Product;
  readonly signedIn: StorageState;
}

interface TestFixtures {
  readonly consoleGuard: ConsoleGuard;
}

/** The software renderer and the terminal talk about the machine's speed. */
const driverTalk = /GL Driver Message|task queue exceeded allotted deadline/;

/** Collects what the browser complains about. */
export class ConsoleGuard {
  readonly complaints: string[] = [];
  #expected: RegExp[] = [];

  /** Complaints that the test itself provokes, such as a connection it cuts. */
  expect(...patterns: RegExp[]): void {
    this.#expected.push(...patterns);
  }

  watch(page: Page): void {
    page.on("console", (message) => {
      const isComplaint = message.type() === "error" || message.type() === "warning";
      if (isComplaint && !driverTalk.test(message.text()))
        this.complaints.push(`${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => this.complaints.push(`uncaught: ${error.message}`));
  }

  unexpected(): string[] {
    return this.complaints.filter((text) => !this.#expected.some((pattern) => pattern.test(text)));
  }
}

/** What Chromium says of links that a test cuts on purpose. */
export const connectionComplaints =
  /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED|WebSocket|Failed to load resource|net::ERR/;

export const test = base.extend<TestFixtures, WorkerFixtures>({
  fleet: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
    async ({}, use) => {
      const fleet = await Fleet.start();
      await use(fleet);
      await fleet.close();
    },
    { scope: "worker" },
  ],
  product: [
    async ({ fleet }, use) => {
      const { addresses, certDir, caFile } = fleet.simulation;
      const product = new Product({ hypervisors: addresses, certDir, caFile });
      await product.start();
      await use(product);
      await product.dispose();
    },
    { scope: "worker" },
  ],
  signedIn: [
    async ({ browser, product }, use) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(await product.newLoginUrl());
      await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
      const state = await context.storageState();
      await context.close();
      await use(state);
    },
    { scope: "worker", timeout: 60_000 },
  ],
  baseURL: async ({ product }, use) => {
    await use(product.url);
  },
  storageState: async ({ signedIn }, use) => {
    await use(signedIn);
  },
  consoleGuard: [
    async ({ page, fleet }, use) => {
      const guard = new ConsoleGuard();
      guard.watch(page);
      await use(guard);
      await page.close();
      await fleet.tidy();
      expect(guard.unexpected(), "complaints in the browser's console").toEqual([]);
    },
    { auto: true },
  ],
});
