/** How quick the list of VMs is, measured in the browser: from a key to the painted rows, frame by frame, byte by byte. */
import type { CDPSession, Page } from "@playwright/test";
import { expect } from "@playwright/test";

/** Runs in the page. A key counts from its event to after the frame that shows another number of rows. */
const probe = `
window.speed = {
  pressed: undefined, strokes: [], done: undefined,
  arm() {
    const grid = document.querySelector('[role="grid"]');
    addEventListener("keydown", (event) => { this.pressed = event.timeStamp; }, true);
    new MutationObserver(() => {
      const from = this.pressed;
      if (from === undefined) return;
      this.pressed = undefined;
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          this.strokes.push(performance.now() - from);
          if (this.done) this.done();
        };
        channel.port2.postMessage(0);
      });
    }).observe(grid, { attributes: true, attributeFilter: ["aria-rowcount"] });
  },
  painted(count) {
    return new Promise((resolve) => {
      const look = () => { if (this.strokes.length >= count) { this.done = undefined; resolve(); } };
      this.done = look;
      look();
    });
  },
  scroll(ms, pixels) {
    const grid = document.querySelector('[role="grid"]');
    return new Promise((resolve) => {
      const intervals = [];
      let unread = 0, begun, last;
      const step = (time) => {
        if (begun === undefined) begun = time; else intervals.push(time - last);
        last = time;
        if (grid.querySelector('[class*="_pending_"]')) unread += 1;
        grid.scrollTop += pixels;
        if (time - begun < ms) requestAnimationFrame(step);
        else resolve({ intervals, unread, seconds: (time - begun) / 1000 });
      };
      requestAnimationFrame(step);
    });
  },
};
speed.arm();
`;

export interface Distribution {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export interface ScrollResult {
  readonly framesPerSecond: number;
  readonly frames: Distribution;
  /** Share of frames in which a row in or near the window was still on its way. */
  readonly unreadShare: number;
}

export interface MemoryPoint {
  readonly updates: number;
  readonly heapMB: number;
  readonly nodes: number;
}

export function distribution(values: readonly number[]): Distribution {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) =>
    Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1));
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) };
}

/** Opens the list and gets ready to measure. */
export async function openForSpeed(page: Page, total: number): Promise<void> {
  await page.goto("/vms");
  const grid = page.getByRole("grid", { name: "VMs" });
  await expect(grid).toHaveAttribute("aria-rowcount", String(total + 1), { timeout: 120_000 });
  await page.evaluate(probe);
}

/**
 * Types the last digits of names and takes them back: every key changes how many rows there are. Each key comes when
 * the rows of the one before are painted.
 */
export async function measureKeys(page: Page, keys: number): Promise<Distribution> {
  await page.getByRole("combobox", { name: "Search VMs" }).focus();
  // All rows: this is not measured.
  await page.keyboard.insertText("name:*");
  const round = (index: number) => [String(index % 10), String((index + 3) % 10), "Backspace", "Backspace"];
  for (let pressed = 0; pressed < keys; pressed += 1) {
    await page.keyboard.press(round(Math.floor(pressed / 4))[pressed % 4] ?? "");
    await page.evaluate(`speed.painted(${pressed + 1})`);
  }
  const strokes = await page.evaluate<number[]>("speed.strokes");
  await page.getByRole("button", { name: "Clear search" }).click();
  return distribution(strokes);
}

/** Scrolls so many pixels a frame for a while. */
export async function measureScroll(
  page: Page,
  o: { readonly ms: number; readonly pixels: number },
): Promise<ScrollResult> {
  const result = await page.evaluate<{ intervals: number[]; unread: number; seconds: number }>(
    `speed.scroll(${o.ms}, ${o.pixels})`,
  );
  return {
    framesPerSecond: Number((result.intervals.length / result.seconds).toFixed(1)),
    frames: distribution(result.intervals),
    unreadShare: Number((result.unread / Math.max(1, result.intervals.length)).toFixed(3)),
  };
}

/** The heap of the page after everything that can go has gone, and its nodes. */
export async function memoryOf(cdp: CDPSession, updates: number): Promise<MemoryPoint> {
  await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  const { nodes } = await cdp.send("Memory.getDOMCounters");
  return { updates, heapMB: Number((usedSize / 1e6).toFixed(2)), nodes };
}

/** What the machine and the browser take for the smallest change there is: a key that changes one text. */
export async function measureFloor(page: Page, keys: number): Promise<Distribution> {
  await page.goto("about:blank");
  await page.evaluate(`
    document.body.innerHTML = '<div role="grid" aria-rowcount="0" tabindex="0">0</div>';
    addEventListener("keydown", () => {
      const grid = document.querySelector('[role="grid"]');
      grid.textContent = String(Number(grid.textContent) + 1);
      grid.setAttribute("aria-rowcount", grid.textContent);
    });
  `);
  await page.evaluate(probe);
  for (let pressed = 0; pressed < keys; pressed += 1) {
    await page.keyboard.press("a");
    await page.evaluate(`speed.painted(${pressed + 1})`);
  }
  return distribution(await page.evaluate<number[]>("speed.strokes"));
}
