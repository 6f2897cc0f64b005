import { expect, it } from "vitest";
import { type Blockage, watchEventLoop } from "../../src/telemetry/watchdog.ts";

function grindOn(ms: number): number {
  const end = performance.now() + ms;
  let turns = 0;
  while (performance.now() < end) turns += 1;
  return turns;
}

it("says how long the event loop was blocked for two seconds, and by what", async () => {
  let told: (blockage: Blockage) => void = () => {};
  const dog = watchEventLoop((blockage) => told(blockage));
  try {
    const first = new Promise<Blockage>((resolve) => {
      told = resolve;
    });
    await dog.watching;
    grindOn(2000);
    const { blockedMs, where } = await first;
    expect(blockedMs).toBeGreaterThan(1500);
    expect(where.join("\n")).toMatch(/^grindOn watchdog\.test\.ts:\d+$/m);
  } finally {
    await dog.stop();
  }
});
