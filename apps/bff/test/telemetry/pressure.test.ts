import { expect, it } from "vitest";
import { Pressure, type Resources } from "../../src/telemetry/pressure.ts";

const idle: Resources = { descriptors: { open: 40, limit: 1024 }, heap: { used: 50, limit: 1000 } };
const now = (resources: Partial<Resources>) =>
  new Pressure({ read: () => ({ ...idle, ...resources }) }).refusal();

it.each([
  ["much is left", {}, undefined],
  ["the heap is nearly full", { heap: { used: 930, limit: 1000 } }, "memory"],
  ["descriptors are nearly used up", { descriptors: { open: 925, limit: 1024 } }, "connections and files"],
  ["few of few are left", { descriptors: { open: 110, limit: 128 } }, "connections and files"],
  ["the system does not tell", { descriptors: undefined }, undefined],
])("when %s", (_when, resources, refusal) => {
  if (refusal === undefined) expect(now(resources)).toBeUndefined();
  else expect(now(resources)).toContain(refusal);
});

it("ends when there is room again, and is not asked of the system at every step", () => {
  let elapsed = 0;
  let looks = 0;
  let open = 1020;
  const read = () => {
    looks += 1;
    return { ...idle, descriptors: { open, limit: 1024 } };
  };
  const pressure = new Pressure({ read, elapsed: () => elapsed });
  expect(pressure.refusal()).toBeDefined();
  open = 40;
  expect([pressure.refusal() === undefined, looks]).toEqual([false, 1]);
  elapsed += 101;
  expect([pressure.refusal() === undefined, looks]).toEqual([true, 2]);
});

it("counts connections that come in a burst, between two looks", () => {
  const pressure = new Pressure({
    read: () => ({ ...idle, descriptors: { open: 911, limit: 1024 } }),
    elapsed: () => 0,
  });
  const verdicts = Array.from({ length: 20 }, () => pressure.refusalOfConnection() === undefined);
  expect(verdicts.filter(Boolean)).toHaveLength(10);
});

it("reads what this process has", () => {
  expect(new Pressure().refusal()).toBeUndefined();
});
