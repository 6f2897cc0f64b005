import { expect, it } from "vitest";
import { goDurationText, sizeText } from "./texts.ts";

const GIB = 2 ** 30;

it.each([
  [100, "100 B"],
  [1024, "1 KiB"],
  [1500, "1500 B"],
  [1.5 * GIB, "1536 MiB"],
  [2 * GIB, "2 GiB"],
  [101 * GIB + 5, "101 GiB"],
  [2 ** 40, "1 TiB"],
  [0, "0 B"],
])("writes %d bytes as %s", (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});

it.each([
  [0, "0s"],
  [120e9, "2m0s"],
  [3600e9, "1h0m0s"],
  [1.5e9, "1.5s"],
  [250e6, "250ms"],
  [61e9, "1m1s"],
])("writes %d ns as %s", (ns, text) => {
  expect(goDurationText(ns)).toBe(text);
});
