/**
 * How the list of VMs behaves with a large fleet: simulated hypervisors that speak the real protocol, the built product,
 * a real browser. `--json FILE` keeps the figures.
 */
import { parseArgs } from "node:util";
import type { Page } from "@playwright/test";
import type { Simulation } from "@stackdeck/simulator";
import {
  type MemoryPoint,
  measureFloor,
  measureKeys,
  measureScroll,
  memoryOf,
  openForSpeed,
} from "../tests/support/speed.ts";
import { measureOnFleet } from "./on-fleet.ts";

const { values } = parseArgs({
  options: {
    hypervisors: { type: "string", default: "100" },
    vms: { type: "string", default: "1000" },
    keys: { type: "string", default: "120" },
    "scroll-ms": { type: "string", default: "5000" },
    updates: { type: "string", default: "36000" },
    "per-second": { type: "string", default: "600" },
    json: { type: "string" },
  },
});
type Option = "hypervisors" | "vms" | "keys" | "scroll-ms" | "updates" | "per-second";
const number = (name: Option) => Number(values[name]);

/** Two hours of updates in a shorter time: every change goes the whole way from a hypervisor to the page. */
async function measureMemory(page: Page, simulation: Simulation): Promise<MemoryPoint[]> {
  const cdp = await page.context().newCDPSession(page);
  const perSecond = number("per-second");
  const lists = simulation.hypervisors.map((hypervisor) => [...hypervisor.state.vms.keys()]);
  const points = [await memoryOf(cdp, 0)];
  let made = 0;
  const change = () => {
    const on = made % lists.length;
    const ips = lists[on]!;
    const ip = ips[Math.floor(made / lists.length) % ips.length]!;
    const tick = String(made++);
    simulation.hypervisors[on]!.changeVm(ip, (info) => {
      info.Tags = { ...info.Tags, tick };
      info.State = info.State === "running" ? "stopped" : "running";
    });
  };
  const parts = 10;
  for (let part = 1; part <= parts; part += 1) {
    const end = Math.round((number("updates") * part) / parts);
    while (made < end) {
      const until = performance.now() + 100;
      for (let count = 0; count < perSecond / 10 && made < end; count += 1) change();
      await new Promise((done) => setTimeout(done, Math.max(0, until - performance.now())));
    }
    points.push(await memoryOf(cdp, made));
  }
  return points;
}

const size = { hypervisors: number("hypervisors"), vms: number("vms"), json: values.json };
await measureOnFleet(size, async ({ simulation, browser, baseURL, loginUrl }) => {
  const total = size.hypervisors * size.vms;
  const context = await browser.newContext({ baseURL, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(loginUrl);
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  const floor = await measureFloor(page, 40);
  await openForSpeed(page, total);
  const key = await measureKeys(page, number("keys"));
  await openForSpeed(page, total);
  const scroll = await measureScroll(page, { ms: number("scroll-ms"), pixels: 60 });
  const fling = await measureScroll(page, { ms: number("scroll-ms") / 2, pixels: 1500 });
  const memory = await measureMemory(page, simulation);
  return { vms: total, smallestChangeMs: floor, keyToPaintMs: key, scroll, fling, memory };
});
