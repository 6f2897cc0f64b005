import { expect, it } from "vitest";
import { secondsToKill } from "./stop-countdown.ts";

it.each([
  ["just begun", { told: 0, seen: 0 }, 0, 15],
  ["seen late: the page was opened meanwhile", { told: 0, seen: 5_000 }, 6_000, 9],
  ["a clock of the page that ticks late", { told: 2_000, seen: 2_000 }, 1_000, 15],
  ["over", { told: 0, seen: 0 }, 40_000, 0],
  ["a hypervisor whose clock is ahead", { told: 60_000, seen: 0 }, 3_000, 12],
  ["a hypervisor whose clock is behind", { told: -3_600_000, seen: 0 }, 3_000, 12],
  ["a time nobody can read", { told: Number.NaN, seen: 0 }, 1_500, 14],
])("%s", (_what, change, now, seconds) => expect(secondsToKill(change, now)).toBe(seconds));
