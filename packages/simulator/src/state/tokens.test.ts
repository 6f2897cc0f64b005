import { expect, it } from "vitest";
import { FakeClock } from "../base/fake-clock.ts";
import { seededRandom } from "../base/random.ts";
import { AccessToken, checkLifetime } from "./tokens.ts";

const MINUTE_NS = 60_000_000_000;

it("refuses lifetimes outside one minute and one day", () => {
  expect(() => checkLifetime(MINUTE_NS - 1)).toThrow("lifetime is less than 1 minute");
  expect(() => checkLifetime(24 * 60 * MINUTE_NS + 1)).toThrow("lifetime is greater than 1 day");
  checkLifetime(MINUTE_NS);
});

it("has one token at a time, which ends with its lifetime", async () => {
  const clock = new FakeClock();
  const access = new AccessToken();
  const token = Buffer.from(access.issue(clock, seededRandom(1), MINUTE_NS)).toString("base64");
  expect(access.matches(token)).toBe(true);
  expect(() => access.issue(clock, seededRandom(2), MINUTE_NS)).toThrow("someone else has the access token");
  await clock.advance(60_000);
  expect(access.matches(token)).toBe(false);
});

it("wipes a later token with the timer of an earlier, discarded one", async () => {
  const clock = new FakeClock();
  const access = new AccessToken();
  access.issue(clock, seededRandom(1), MINUTE_NS);
  access.discard();
  await clock.advance(30_000);
  const second = Buffer.from(access.issue(clock, seededRandom(2), 2 * MINUTE_NS)).toString("base64");
  await clock.advance(30_000);
  expect(access.matches(second)).toBe(false);
});
