/**
 * How long a change takes to be seen: from the moment a simulated hypervisor announces it to the painted pixel of a real
 * browser, over SRPC, the built product and socket.io, while the rest of the fleet changes as well. `--json FILE` keeps
 * the figures.
 */
import { parseArgs } from "node:util";
import type { Page } from "@playwright/test";
import type { Simulation } from "@stackdeck/simulator";
import { measureOnFleet } from "./on-fleet.ts";

const { values } = parseArgs({
  options: {
    hypervisors: { type: "string", default: "3" },
    /** On each hypervisor. */
    vms: { type: "string", default: "100" },
    changes: { type: "string", default: "300" },
    "every-ms": { type: "string", default: "50" },
    /** Changes of other VMs in a second, besides those that are measured. */
    "other-per-second": { type: "string", default: "20" },
    json: { type: "string" },
  },
});
type Option = "hypervisors" | "vms" | "changes" | "every-ms" | "other-per-second";
const number = (name: Option) => Number(values[name]);
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/**
 * Runs in the page: notes when a frame of the live connection names a change, and when the frame that shows it has been
 * painted. Both programs' clocks start from the machine's, so their readings compare.
 */
const probe = `(() => {
  const clock = () => performance.timeOrigin + performance.now();
  const seen = (window.__seen = { came: {}, painted: {} });
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        if (typeof data !== "string") return;
        const now = clock();
        for (const [text] of data.matchAll(/change-[0-9]+/g)) seen.came[text] ??= now;
      });
    }
  };
  const paints = (text) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { seen.painted[text] ??= clock(); };
    channel.port2.postMessage(0);
  });
  new MutationObserver((changes) => {
    for (const { target } of changes)
      for (const [text] of (target.textContent ?? "").matchAll(/change-[0-9]+/g))
        if (!(text in seen.painted)) paints(text);
  }).observe(document, { subtree: true, childList: true, characterData: true });
})();`;

interface Seen {
  readonly came: Readonly<Record<string, number>>;
  readonly painted: Readonly<Record<string, number>>;
}

/** Changes one visible VM after another, others in between; when each was announced. */
async function change(simulation: Simulation, visible: readonly string[]): Promise<Map<string, number>> {
  const announced = new Map<string, number>();
  const [first, ...rest] = simulation.hypervisors;
  let others = 0;
  const churn = setInterval(() => {
    const hypervisor = rest[others % rest.length] ?? first!;
    const ips = [...hypervisor.state.vms.keys()];
    hypervisor.changeVm(ips[others++ % ips.length]!, (info) => {
      info.Tags = { ...info.Tags, churn: String(others) };
    });
  }, 1000 / number("other-per-second"));
  for (let made = 0; made < number("changes"); made += 1) {
    const name = `change-${made}`;
    announced.set(name, performance.timeOrigin + performance.now());
    first!.changeVm(visible[made % visible.length]!, (info) => {
      info.Tags = { ...info.Tags, sent: name };
    });
    await pause(number("every-ms"));
  }
  clearInterval(churn);
  await pause(1000);
  return announced;
}

function distribution(announced: Map<string, number>, times: Readonly<Record<string, number>>) {
  const sorted = Object.entries(times)
    .map(([name, at]) => at - (announced.get(name) ?? Number.NaN))
    .sort((a, b) => a - b);
  const at = (share: number) =>
    Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1));
  return { count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}

async function measure(page: Page, simulation: Simulation, loginUrl: string) {
  await page.addInitScript(probe);
  await page.goto(loginUrl);
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  const host = simulation.addresses[0]!;
  await page.goto(`/vms?q=${encodeURIComponent(`host:"${host}"`)}&columns=ip,state,tag:sent`);
  const rows = page
    .getByRole("grid", { name: "VMs" })
    .getByRole("row")
    .filter({ hasText: /\d+(\.\d+){3}/ });
  await rows.nth(7).waitFor();
  const texts = await rows.allTextContents();
  const visible = texts.flatMap((text) => /\d+(\.\d+){3}/.exec(text)?.[0] ?? []).slice(0, 8);
  const announced = await change(simulation, visible);
  const seen = await page.evaluate<Seen>("window.__seen");
  return {
    toPageMs: distribution(announced, seen.came),
    toPixelMs: distribution(announced, seen.painted),
  };
}

const size = { hypervisors: number("hypervisors"), vms: number("vms"), json: values.json };
await measureOnFleet(size, async ({ simulation, browser, baseURL, loginUrl }) => {
  const context = await browser.newContext({ baseURL });
  const figures = await measure(await context.newPage(), simulation, loginUrl);
  const what = "hypervisor announces a change → in the page, and painted; milliseconds";
  return { what, vms: size.hypervisors * size.vms, ...figures };
});
