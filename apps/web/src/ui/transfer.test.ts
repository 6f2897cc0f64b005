import { describe, expect, it } from "vitest";
import { TransferRate, transferText } from "./transfer.ts";

const mib = 2 ** 20;
const rateOf = (...samples: readonly (readonly [seconds: number, bytes: number])[]) => {
  const rate = new TransferRate();
  for (const [seconds, bytes] of samples) rate.note(seconds * 1000, bytes);
  return rate.perSecond;
};

describe("the rate of a transfer", () => {
  it.each([
    ["is not known from one look", [[0, 5]], undefined],
    [
      "is not guessed from less than a second",
      [
        [0, 0],
        [0.9, 900],
      ],
      undefined,
    ],
    [
      "is what has moved by the time it took",
      [
        [0, 100],
        [2, 300],
      ],
      100,
    ],
    [
      "counts what was there at first as not moved",
      [
        [5, 4000],
        [6, 5000],
      ],
      1000,
    ],
    [
      "forgets what is more than ten seconds ago",
      [
        [0, 0],
        [10, 10_000],
        [20, 10_100],
      ],
      10,
    ],
    [
      "is nothing when nothing moves",
      [
        [0, 50],
        [4, 50],
        [11, 50],
        [15, 50],
      ],
      0,
    ],
    [
      "begins anew when fewer bytes are there than before",
      [
        [0, 900],
        [2, 100],
        [4, 300],
      ],
      100,
    ],
  ] as const)("%s", (_name, samples, expected) => {
    expect(rateOf(...samples)).toBe(expected);
  });
});

describe("a transfer in words", () => {
  it.each([
    [{ done: mib, total: 8 * mib, perSecond: undefined }, "1 MiB of 8 MiB"],
    [{ done: mib, total: 8 * mib, perSecond: mib / 2 }, "1 MiB of 8 MiB · 512 KiB/s · 14 s left"],
    [{ done: mib, total: 8 * mib, perSecond: 100 * mib }, "1 MiB of 8 MiB · 100 MiB/s · 1 s left"],
    [{ done: mib, total: 8 * mib, perSecond: 0 }, "1 MiB of 8 MiB · nothing moves just now"],
    [{ done: 8 * mib, total: 8 * mib, perSecond: mib }, "8 MiB of 8 MiB"],
  ])("%#", (transfer, words) => {
    expect(transferText(transfer)).toBe(words);
  });
});
