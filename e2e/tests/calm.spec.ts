/** Calm screens: nothing moves when live data come; keyboard alone is enough; paper and home screens are served too. */
import { expect, type Page, test } from "./support/fixtures.ts";
import type { Fleet } from "./support/fleet.ts";
import { sidewaysScroll } from "./support/pages.ts";

interface Shift {
  readonly value: number;
  readonly what: string;
}

/** How much of one screen may move: a new entry of a list pushes the entries below it, and nothing else. */
const entryOfList = 0.005;

/** What moved on the page since the last look. */
function movedSince(page: Page): Promise<readonly Shift[]> {
  return page.evaluate<Shift[]>("globalThis.__moved.splice(0)");
}

/** Records layout shifts: those that follow a click or a key are not counted, as the standard has it. */
async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(`globalThis.__moved = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if (!entry.hadRecentInput)
          globalThis.__moved.push({ value: entry.value, what: entry.sources.map(({ node, previousRect, currentRect }) =>
            (node?.className || node?.nodeName) + " " + previousRect.top + "→" + currentRect.top).join(", ") });
    }).observe({ type: "layout-shift", buffered: true });`);
}

/** Things that happen to a fleet at any time, seen by every screen. */
async function live(fleet: Fleet): Promise<void> {
  const vm = await fleet.createVm("shakes-the-page", { Tags: { shaken: "yes" } });
  await fleet.call(vm, "StartVm");
  fleet.hypervisor(0).crashVm(vm.ip);
  fleet.hypervisor(0).setHealth("marginal");
  await fleet.client(0).ok("SetDisabledState", { Disable: true });
}

async function quiet(fleet: Fleet): Promise<void> {
  fleet.hypervisor(0).setHealth("healthy");
  await fleet.client(0).ok("SetDisabledState", { Disable: false });
}

const places = (fleet: Fleet) => {
  const base = `/hypervisors/${fleet.hypervisor(1).address}`;
  return [
    "/",
    "/hypervisors",
    base,
    `${base}/networks`,
    `${base}/vms`,
    "/networks",
    "/operations",
    "/activity",
  ];
};

test("nothing moves when live data arrive", async ({ page, fleet }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 1440, height: 900 });
  await watchShifts(page);
  const found: string[] = [];
  for (const path of [...places(fleet), "/settings"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    await movedSince(page);
    await live(fleet);
    await page.waitForFunction("document.visibilityState === 'visible'");
    await expect(page.getByRole("navigation", { name: "Main" })).toContainText(String(fleet.vms().length));
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    const moved = await movedSince(page);
    const sum = moved.reduce((all, { value }) => all + value, 0);
    if (sum > entryOfList)
      found.push(`${path}: ${sum.toFixed(4)} ${moved.map(({ what }) => what).join("; ")}`);
    await quiet(fleet);
    await fleet.tidy();
  }
  expect(found).toEqual([]);
});

test("the sign of what needs a person stays readable on the narrowest screen", async ({ page, fleet }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await live(fleet);
  for (const path of places(fleet)) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
    expect(await sidewaysScroll(page), path).toBe(0);
  }
  await quiet(fleet);
});

test("on a phone the lists say below each name what has no column there", async ({ page, fleet }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const vm = fleet.vm("db-01");
  await page.goto("/vms?q=db-01");
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: "db-01", exact: true }) });
  await expect(row.getByText(vm.ip)).toBeInViewport();
  await expect(row.getByText(/CPU, .* GiB/)).toBeInViewport();
  await page.goto("/hypervisors");
  const meters = page.getByRole("row").nth(1).getByRole("meter");
  await expect(meters).toHaveCount(3);
  for (const meter of await meters.all()) await expect(meter).toBeInViewport();
  await expect(
    page
      .getByRole("row")
      .nth(1)
      .getByText(/VMs · .* free address/),
  ).toBeInViewport();
});

test("a hypervisor is disabled and enabled by keyboard alone", async ({ page, fleet }) => {
  const hypervisor = fleet.hypervisor(0);
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await expect(page.getByRole("heading", { level: 1, name: "Hypervisors" })).toBeVisible();
  await expect(page.getByRole("grid").getByRole("row")).toHaveCount(3);
  // Out of the search box into the list: once for the suggestions, once for the box.
  for (const key of ["/", "Escape", "Escape", "j", "Enter"]) await page.keyboard.press(key);
  await expect(page).toHaveURL(/\/hypervisors\/127/);
  const address = decodeURIComponent(new URL(page.url()).pathname.split("/")[2] ?? "");
  const chosen = address === hypervisor.address ? hypervisor : fleet.hypervisor(1);
  const disable = page.getByRole("main").getByRole("button", { name: "Disable", exact: true });
  await expect(disable).toBeVisible();
  for (let steps = 0; steps < 40 && !(await isFocused(page, "Disable")); steps += 1)
    await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect.poll(() => chosen.state.disabled).toBe(true);
  const enable = page.getByRole("main").getByRole("button", { name: "Enable", exact: true });
  await expect(enable).toBeVisible();
  await enable.focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => chosen.state.disabled).toBe(false);
});

function isFocused(page: Page, name: string): Promise<boolean> {
  return page.evaluate<boolean>(`document.activeElement?.textContent === ${JSON.stringify(name)}`);
}

test("a VM's page is fit for paper: no frame, all of it, dark on white", async ({ page, fleet }) => {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.goto(`/vms/${fleet.vm("web-01").ip}`);
  await expect(page.getByRole("heading", { level: 1, name: "web-01" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main", includeHidden: true })).toBeHidden();
  const looks = await page.evaluate<{ text: string; clipped: boolean }>(`({
    text: getComputedStyle(document.querySelector("h1")).color,
    clipped: getComputedStyle(document.querySelector("main")).overflowY !== "visible",
  })`);
  expect(looks).toEqual({ text: "rgb(23, 27, 34)", clipped: false });
  expect((await page.pdf({ format: "A4" })).length).toBeGreaterThan(5000);
  await page.goto(`/vms/${fleet.vm("web-01").ip}/volumes`);
  await expect(page.getByText(/usable of/).first()).toBeVisible();
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
});

test("it can be installed: manifest, icons of their sizes, and a start page", async ({ page, product }) => {
  await page.goto("/");
  const href = await page.locator('link[rel="manifest"]').getAttribute("href");
  const manifest = (await (await page.request.get(`${product.url}${href}`)).json()) as {
    display: string;
    start_url: string;
    icons: { src: string; sizes: string; type: string; purpose: string }[];
  };
  expect([manifest.display, manifest.start_url]).toEqual(["standalone", "/"]);
  expect(manifest.icons.some(({ purpose }) => purpose === "maskable")).toBe(true);
  for (const { src, sizes, type } of manifest.icons) {
    const answer = await page.request.get(`${product.url}${src}`);
    expect(answer.headers()["content-type"]).toBe(type);
    if (type !== "image/png") continue;
    const bytes = await answer.body();
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes);
  }
});

test("the app travels packed", async ({ request, product }) => {
  const page = await (await request.get(`${product.url}/login`)).text();
  const scripts = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path]) => path);
  expect(scripts.length).toBeGreaterThan(0);
  const answers = await Promise.all(
    scripts.map((path) => request.get(`${product.url}${path}`, { headers: { "Accept-Encoding": "br" } })),
  );
  const large = answers.filter((answer) => Number(answer.headers()["content-length"]) > 2048);
  expect(large.length).toBeGreaterThan(0);
  for (const answer of large) expect(answer.headers()["content-encoding"], answer.url()).toBe("br");
});

test("the frame of the app stands before its code has come, where it stands afterwards", async ({
  page,
  browser,
  product,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const early = await context.newPage();
  await early.setViewportSize({ width: 1280, height: 800 });
  await early.goto(product.url);
  const before = await early.locator(".boot img").boundingBox();
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto("/");
  const brand = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Stackdeck/ });
  await expect(brand).toBeVisible();
  expect(await brand.locator("img").boundingBox()).toEqual(before);
  await expect(page.locator(".boot")).toHaveCount(0);
  await context.close();
});
