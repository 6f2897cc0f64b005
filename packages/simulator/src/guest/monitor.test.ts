import type { VmInfo } from "@stackdeck/api-types";
import { expect, it } from "vitest";
import { FakeClock } from "../base/fake-clock.ts";
import { INSTANT } from "../state/options.ts";
import { answerMonitor } from "./monitor.ts";
import { Virtualiser } from "./virtualiser.ts";

const info = { State: "running", Volumes: [] } as unknown as VmInfo;

function machine() {
  const clock = new FakeClock();
  const virtualiser = new Virtualiser({ info, clock, pace: { ...INSTANT, stop: 1000 } });
  const said: string[] = [];
  const ends: string[] = [];
  virtualiser.joinMonitor({ write: (text) => void said.push(text.trim()), end: () => {} });
  virtualiser.connect({
    info: () => info,
    exited: (reason) => void ends.push(reason),
    booting: () => "none",
    requestedMetadata: () => {},
    metadata: () => undefined,
  });
  const ask = (execute: string) =>
    JSON.parse(answerMonitor(JSON.stringify({ execute }), virtualiser.monitored, "10.0.0.1"));
  const events = () => said.map((line) => JSON.parse(line));
  return { clock, virtualiser, ask, events, ends, said };
}

it("a stopped machine is paused until it goes on, and says both", () => {
  const { ask, events } = machine();
  const status = () => ask("query-status").return;
  expect(ask("stop")).toEqual({ return: {} });
  expect(status()).toEqual({ status: "paused", singlestep: false, running: false });
  ask("cont");
  expect(status()).toMatchObject({ status: "running", running: true });
  expect(events().map(({ event }) => event)).toEqual(["STOP", "RESUME"]);
  expect(events()[0]?.timestamp).toEqual({ seconds: expect.any(Number), microseconds: expect.any(Number) });
});

it.each([
  ["system_powerdown", ["POWERDOWN", "SHUTDOWN"], "guest-shutdown", "powerdown"],
  ["quit", ["SHUTDOWN"], "host-qmp-quit", "crash"],
])("%s ends it as real machines do", async (command, expected, reason, end) => {
  const { ask, clock, events, ends } = machine();
  ask(command);
  await clock.advance(2000);
  expect(events().map(({ event }) => event)).toEqual(expected);
  expect(events().at(-1)?.data).toEqual({ guest: command !== "quit", reason });
  expect(ends).toEqual([end]);
});

it("writes JSON with blanks, as virtualisers do", () => {
  const { virtualiser, said } = machine();
  expect(answerMonitor('{"execute":"cont","id":[1,2]}', virtualiser.monitored, "")).toBe(
    '{"return": {}, "id": [1, 2]}\r\n',
  );
  expect(said[0]).toMatch(/^\{"timestamp": \{"seconds": \d+, "microseconds": \d+\}, "event": "RESUME"\}$/);
});
