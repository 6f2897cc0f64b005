import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Numbers that are read when somebody asks for the metrics. */
export interface MetricSources {
  readonly vms: () => number;
  readonly hypervisorsByFreshness: () => Readonly<Record<string, number>>;
  readonly browsers: () => number;
  readonly operations: () => number;
  readonly consoles: () => number;
}

/** How late the event loop is, in nanoseconds. */
export type LoopDelay = Pick<IntervalHistogram, "max" | "percentile" | "reset" | "enable" | "disable">;

/** They list every socket of the process each time they are read, which nobody who has a fleet waits for. */
const costly = ["resources", "handles", "requests"].flatMap((what) => [
  `nodejs_active_${what}`,
  `nodejs_active_${what}_total`,
]);

/** Prometheus metrics of the server. */
export class Metrics {
  readonly registry = new Registry();
  readonly #delay: LoopDelay;
  readonly #requests: Histogram<"method" | "route" | "status">;

  constructor(sources: MetricSources, delay: LoopDelay = monitorEventLoopDelay({ resolution: 10 })) {
    this.#delay = delay;
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    for (const name of costly) this.registry.removeSingleMetric(name);
    this.#delay.enable();
    this.#requests = new Histogram({
      name: "stackdeck_http_request_duration_seconds",
      help: "Time to answer HTTP requests",
      labelNames: ["method", "route", "status"],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
      registers,
    });
    gauge(registers, "stackdeck_vms", "VMs in the inventory", sources.vms);
    gauge(registers, "stackdeck_browsers", "Browsers with a live connection", sources.browsers);
    gauge(registers, "stackdeck_operations", "Operations at work", sources.operations);
    gauge(registers, "stackdeck_consoles", "Open consoles", sources.consoles);
    // Read before the percentile, which begins anew.
    gauge(
      registers,
      "stackdeck_event_loop_delay_max_seconds",
      "Longest delay of the event loop since the last time",
      () => delay.max / 1e9,
    );
    gauge(
      registers,
      "stackdeck_event_loop_delay_p99_seconds",
      "99th percentile of the event loop's delay since the last time",
      () => {
        const seconds = delay.percentile(99) / 1e9;
        delay.reset();
        return seconds;
      },
    );
    new Gauge({
      name: "stackdeck_hypervisors",
      help: "Hypervisors by freshness",
      labelNames: ["freshness"],
      registers,
      collect() {
        this.reset();
        for (const [freshness, count] of Object.entries(sources.hypervisorsByFreshness())) {
          this.set({ freshness }, count);
        }
      },
    });
  }

  observe(o: { method: string; route: string; status: number; seconds: number }): void {
    this.#requests.observe({ method: o.method, route: o.route, status: String(o.status) }, o.seconds);
  }

  close(): void {
    this.#delay.disable();
  }
}

function gauge(registers: Registry[], name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(read());
    },
  });
}
