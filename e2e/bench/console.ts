/**
 * The serial console in Chromium: the built web app on the built server over a simulated hypervisor. Part of
 * `pnpm bench:console`; writes its figures to the file it is given. The server is reached through a link that can be cut.
 */
import { writeFileSync } from "node:fs";
import { type Browser, chromium, type Page } from "@playwright/test";
import { FaultyLink } from "@stackdeck/simulator";
import { Fleet, type FleetVm } from "../tests/support/fleet.ts";
import { Product } from "../tests/support/product.ts";
import { GuestLine } from "./guest-line.ts";
import { frameScript, type PageFigures, pageScript } from "./page-figures.ts";

const [file = "", mode = ""] = process.argv.slice(2);
const quick = mode === "--quick";
const floodMs = quick ? 4000 : 10_000;
const lossMs = quick ? 8000 : 30_000;
const bytesPerSecond = 20_000_000;
const historyBytes = 600 * 1024;

const figuresOf = (page: Page): Promise<PageFigures> => page.evaluate("window.__figures");
const set = (page: Page, change: Partial<PageFigures>): Promise<unknown> =>
  page.evaluate(`Object.assign(window.__figures, ${JSON.stringify(change)}), undefined`);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until<T>(what: string, look: () => Promise<T | undefined>, withinMs = 30_000): Promise<T> {
  for (const end = performance.now() + withinMs; performance.now() < end; await pause(20)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`waited in vain: ${what}`);
}

const whenLive = (page: Page, after: number): Promise<number> =>
  until("console is live", async () => {
    const { state, liveAt } = await figuresOf(page);
    return state === "live" && liveAt >= after ? liveAt : undefined;
  });

const whenShown = (page: Page, text: string): Promise<true> =>
  until(`page gets ${text}`, async () => ((await figuresOf(page)).text.includes(text) ? true : undefined));

async function openConsole(browser: Browser, product: Product, ip: string, link: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript(pageScript);
  const page = await context.newPage();
  const login = new URL(await product.newLoginUrl());
  await page.goto(`${link}${login.pathname}${login.hash}`);
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  await page.goto(`${link}/vms/${ip}/console/serial`);
  await whenLive(page, 0);
  return page;
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize;
}

/** A flood, the frames and the heap while it lasts, and Ctrl-C in the middle of it. */
async function measureFlood(page: Page, guest: GuestLine) {
  await set(page, { keep: false, text: "" });
  const heapBefore = await heapOf(page);
  const before = await figuresOf(page);
  const start = performance.now();
  const pouring = guest.pour(bytesPerSecond);
  await pause(500);
  const { framesPerSecond, peak } = await page.evaluate<{ framesPerSecond: number; peak: number }>(
    `(${frameScript})(${floodMs})`,
  );
  const heapAfter = await heapOf(page);
  const after = await figuresOf(page);
  const { poured } = guest;
  const seconds = (performance.now() - start) / 1000;
  await set(page, { awaited: "stopped by the user", seenAfter: 0, drawnAt: 0, keyAt: 0 });
  await page.getByRole("textbox", { name: "Terminal input" }).focus();
  await page.keyboard.press("Control+c");
  const interruptMs = await until("Ctrl-C is seen", async () => {
    const { drawnAt, keyAt } = await figuresOf(page);
    return drawnAt > 0 ? drawnAt - keyAt : undefined;
  });
  await pouring;
  await set(page, { keep: true, awaited: "" });
  return {
    megabytesPerSecond: Math.round(poured / seconds / 1e6),
    drawnMegabytesPerSecond: Math.round((after.received - before.received) / seconds / 1e6),
    skippedMegabytes: Math.round((after.skipped - before.skipped) / 1e6),
    framesPerSecond: Math.round(framesPerSecond),
    interruptMs: Math.round(interruptMs),
    heapMegabytes: Math.round((heapAfter - heapBefore) / 1e6),
    heapPeakMegabytes: Math.round((peak - heapBefore) / 1e6),
  };
}

/** Numbers of the lines a page has got, in their order. */
const numbersOf = (text: string): number[] =>
  [...text.matchAll(/<line-(\d{7})>/g)].map((match) => Number(match[1]));

const repeated = (numbers: readonly number[]): number => numbers.length - new Set(numbers).size;
const missing = (numbers: readonly number[]): number =>
  numbers.length === 0 ? 0 : Math.max(...numbers) - Math.min(...numbers) + 1 - new Set(numbers).size;

async function typeKeys(page: Page, keys: string): Promise<void> {
  await page.getByRole("textbox", { name: "Terminal input" }).focus();
  await page.keyboard.type(keys);
}

/** Kills the server and starts it again, with a page that stays open and one that comes afterwards. */
async function measureRestart(page: Page, guest: GuestLine, again: () => Promise<Page>, product: Product) {
  await set(page, { text: "" });
  await whenShown(page, await guest.lines(historyBytes));
  // What a crash may cost is what was not yet on disk.
  await pause(1000);
  await typeKeys(page, "K1");
  await product.stop("SIGKILL");
  await typeKeys(page, "K2");
  await product.start();
  const back = Date.now();
  const restartMs = (await whenLive(page, back - 2000)) - back;
  await typeKeys(page, "K3");
  const last = await guest.lines(10_000);
  await whenShown(page, last);
  const numbers = numbersOf((await figuresOf(page)).text);
  const fresh = await again();
  await whenShown(fresh, last);
  const replayed = await figuresOf(fresh);
  await fresh.context().close();
  return {
    restartMs: Math.max(0, restartMs),
    replayedKiB: Math.round(replayed.receivedHere / 1024),
    repeatedLines: repeated(numbers) + repeated(numbersOf(replayed.text)),
    missingLines: missing(numbers) + missing(numbersOf(replayed.text)),
  };
}

/** Nothing passes for a while; connections are gone afterwards, as behind a router that has forgotten them. */
async function measureLinkLoss(page: Page, guest: GuestLine, link: FaultyLink) {
  await set(page, { text: "" });
  await whenShown(page, await guest.lines(20_000));
  link.faults.halfOpen = true;
  link.faults.silent = true;
  await typeKeys(page, "K4");
  await pause(lossMs);
  const last = await guest.lines(200_000);
  link.faults.halfOpen = false;
  link.faults.silent = false;
  link.reset();
  const back = Date.now();
  const linkLossMs = (await whenLive(page, back)) - back;
  await whenShown(page, last);
  await typeKeys(page, "K5");
  await until("keys are typed", async () => (guest.typed.includes("K5") ? true : undefined));
  const numbers = numbersOf((await figuresOf(page)).text);
  return { linkLossMs, repeatedLines: repeated(numbers), missingLines: missing(numbers) };
}

function keysSentTwice(typed: string): number {
  const counts = ["K1", "K2", "K3", "K4", "K5"].map((key) => typed.split(key).length - 1);
  return counts.filter((count) => count > 1).length;
}

async function measure(browser: Browser, fleet: Fleet, product: Product): Promise<object> {
  const vm: FleetVm = await fleet.createVm("bench-console");
  await fleet.call(vm, "StartVm");
  await product.start();
  const link = await FaultyLink.open({ host: "127.0.0.1", port: Number(new URL(product.url).port) });
  const address = `http://127.0.0.1:${link.port}`;
  await product.stop();
  product.moreArguments = ["--public-url", address];
  await product.start();
  const open = (): Promise<Page> => openConsole(browser, product, vm.ip, address);
  const page = await open();
  const guest = new GuestLine(fleet, vm);
  const flood = await measureFlood(page, guest);
  const restart = await measureRestart(page, guest, open, product);
  const loss = await measureLinkLoss(page, guest, link);
  await page.context().close();
  await link.close();
  return {
    ...flood,
    ...restart,
    linkLossMs: loss.linkLossMs,
    repeatedLines: restart.repeatedLines + loss.repeatedLines,
    missingLines: restart.missingLines + loss.missingLines,
    keysSentTwice: keysSentTwice(guest.typed),
  };
}

const executablePath = process.env.STACKDECK_CHROMIUM;
const browser = await chromium.launch({
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--enable-precise-memory-info"],
  ...(executablePath ? { executablePath } : {}),
});
const fleet = await Fleet.start();
const { addresses, certDir, caFile } = fleet.simulation;
const product = new Product({ hypervisors: addresses, certDir, caFile });
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    void product.stop("SIGKILL").finally(() => process.exit(1));
  });
try {
  writeFileSync(file, JSON.stringify(await measure(browser, fleet, product)));
} finally {
  await browser.close();
  await product.dispose();
  await fleet.close();
}
process.exit(0);
