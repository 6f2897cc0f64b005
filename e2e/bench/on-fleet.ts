/** What the benches of pages stand on: a simulated fleet, the built product and a real browser, ended whatever happens. */
import { writeFileSync } from "node:fs";
import { type Browser, chromium } from "@playwright/test";
import { INSTANT, type Simulation, startSimulation } from "@stackdeck/simulator";
import { Product } from "../tests/support/product.ts";

const browserArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
];

export interface Stage {
  readonly simulation: Simulation;
  readonly browser: Browser;
  /** Address of the product. */
  readonly baseURL: string;
  /** Signs in once. */
  readonly loginUrl: string;
}

export interface FleetSize {
  readonly hypervisors: number;
  /** On each hypervisor. */
  readonly vms: number;
  /** File that keeps the figures, too. */
  readonly json: string | undefined;
}

/** Measures on a fleet of this size and prints the figures. */
export async function measureOnFleet(
  size: FleetSize,
  measure: (stage: Stage) => Promise<object>,
): Promise<void> {
  const simulation = await startSimulation({
    hypervisors: size.hypervisors,
    population: size.vms,
    pace: INSTANT,
    lifeEveryMs: 0,
    persist: false,
  });
  const { addresses, certDir, caFile } = simulation;
  const product = new Product({ hypervisors: addresses, certDir, caFile });
  const executablePath = process.env.STACKDECK_CHROMIUM;
  const browser = await chromium.launch({
    args: browserArguments,
    ...(executablePath ? { executablePath } : {}),
  });
  try {
    const loginUrl = await product.start();
    const text = JSON.stringify(
      await measure({ simulation, browser, baseURL: product.url, loginUrl }),
      null,
      2,
    );
    console.log(text);
    if (size.json !== undefined) writeFileSync(size.json, `${text}\n`);
  } finally {
    await browser.close();
    await product.dispose();
    await simulation.close();
  }
}
