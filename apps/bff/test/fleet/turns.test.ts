import { expect, it } from "vitest";
import { Turns } from "../../src/fleet/turns.ts";

it("spreads what comes at once over turns of the event loop, in its order", async () => {
  const turns = new Turns();
  const done: number[] = [];
  const all = Array.from({ length: 25 }, (_, i) => turns.next().then(() => done.push(i)));
  expect(done).toEqual([]);
  const perTurn: number[] = [];
  while (done.length < 25) {
    await new Promise(setImmediate);
    perTurn.push(done.length);
  }
  expect(perTurn).toEqual([10, 20, 25]);
  expect(done).toEqual(Array.from({ length: 25 }, (_, i) => i));
  await Promise.all(all);
  await turns.next();
});
