import { methodList } from "@stackdeck/api-types";
import { expect, it } from "vitest";
import { allMethods } from "./all.ts";

it("has every method of the hypervisor, each once", () => {
  const onTheWire = methodList.filter(({ implementedBy }) => implementedBy === null).map(({ name }) => name);
  expect(allMethods.map(({ name }) => name).sort()).toEqual(onTheWire.sort());
});

it("frames request/reply methods as the table says", () => {
  for (const method of allMethods) {
    const row = methodList.find(({ name }) => name === method.name);
    const handler = method.handler(() => {
      throw new Error("no call is made");
    });
    expect(handler.public, method.name).toBe(row?.access === "public");
    if (row?.framing !== "request-reply") expect(handler.kind, method.name).toBe("raw");
  }
});
