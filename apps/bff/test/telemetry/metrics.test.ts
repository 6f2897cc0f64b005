import { afterEach, expect, test } from "vitest";
import { type LoopDelay, Metrics } from "../../src/telemetry/metrics.ts";

const sources = {
  vms: () => 3,
  hypervisorsByFreshness: () => ({ live: 2, stale: 1 }),
  browsers: () => 4,
  operations: () => 5,
  consoles: () => 6,
};

/** In nanoseconds, the least first. */
let delays: number[] = [];
const loop: LoopDelay = {
  get max() {
    return delays.at(-1) ?? 0;
  },
  percentile: () => delays.at(-2) ?? 0,
  reset: () => {
    delays = [];
  },
  enable: () => true,
  disable: () => true,
};

let metrics: Metrics | undefined;
afterEach(() => {
  metrics?.close();
  metrics = undefined;
});

/** Each figure by its name, with labels as they are written. */
async function figures(): Promise<ReadonlyMap<string, number>> {
  metrics ??= new Metrics(sources, loop);
  const lines = (await metrics.registry.metrics()).split("\n").filter((line) => /^\w/.test(line));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(" ");
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

test.each([
  ["stackdeck_vms", 3],
  ['stackdeck_hypervisors{freshness="live"}', 2],
  ['stackdeck_hypervisors{freshness="stale"}', 1],
  ["stackdeck_browsers", 4],
  ["stackdeck_operations", 5],
  ["stackdeck_consoles", 6],
])("%s is read when somebody asks", async (name, value) => {
  expect((await figures()).get(name)).toBe(value);
});

test("the event loop's delays are told since they were read last", async () => {
  await figures();
  delays.push(2e6, 30e6);
  const now = await figures();
  expect(now.get("stackdeck_event_loop_delay_max_seconds")).toBe(0.03);
  expect(now.get("stackdeck_event_loop_delay_p99_seconds")).toBe(0.002);
  const later = await figures();
  expect(later.get("stackdeck_event_loop_delay_max_seconds")).toBe(0);
});

test("requests are counted by method, route and status", async () => {
  await figures();
  metrics?.observe({ method: "GET", route: "/vms", status: 200, seconds: 0.01 });
  const labels = 'method="GET",route="/vms",status="200"';
  expect((await figures()).get(`stackdeck_http_request_duration_seconds_count{${labels}}`)).toBe(1);
});
