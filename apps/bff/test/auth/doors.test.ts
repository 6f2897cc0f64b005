import { describe, expect, it } from "vitest";
import { readCookie } from "../../src/auth/access.ts";
import { LoginTokens } from "../../src/auth/login-tokens.ts";
import { OriginPolicy } from "../../src/auth/origin-policy.ts";
import { RateLimit } from "../../src/auth/rate-limit.ts";

describe("login tokens", () => {
  it("work once", () => {
    const tokens = new LoginTokens(() => 0);
    const token = tokens.issue();
    expect(tokens.consume(token)).toBe(true);
    expect(tokens.consume(token)).toBe(false);
    expect(tokens.consume("")).toBe(false);
  });

  it("end after twelve hours", () => {
    let now = 0;
    const tokens = new LoginTokens(() => now);
    const token = tokens.issue();
    now = 12 * 3600 * 1000;
    expect(tokens.consume(token)).toBe(false);
  });

  it("are few: a further one closes the oldest", () => {
    const tokens = new LoginTokens(() => 0);
    const first = tokens.issue();
    const others = Array.from({ length: 16 }, () => tokens.issue());
    expect(tokens.consume(first)).toBe(false);
    expect(others.every((token) => tokens.consume(token))).toBe(true);
  });
});

describe("rate limit", () => {
  it("lets a burst through and then the steady rate, for each address", () => {
    let now = 0;
    const limit = new RateLimit({ burst: 2, perMinute: 60, now: () => now });
    expect([limit.take("a"), limit.take("a"), limit.take("a")]).toEqual([true, true, false]);
    expect(limit.take("b")).toBe(true);
    now = 1000;
    expect([limit.take("a"), limit.take("a")]).toEqual([true, false]);
  });
});

describe("origin policy", () => {
  const policy = (more: object = {}) =>
    new OriginPolicy({ scheme: "http", host: "127.0.0.1", port: 6970, publicUrl: undefined, ...more });

  it("knows the names of loopback, at the very port", () => {
    const loopback = policy();
    for (const origin of ["http://127.0.0.1:6970", "http://localhost:6970", "http://[::1]:6970"]) {
      expect(loopback.allowsOrigin(origin)).toBe(true);
    }
    for (const origin of [
      undefined,
      "null",
      "http://127.0.0.1:6971",
      "https://127.0.0.1:6970",
      "http://127.0.0.1:6970.evil.example",
      "http://evil.example",
    ]) {
      expect(loopback.allowsOrigin(origin)).toBe(false);
    }
    expect(loopback.allowsHost("LOCALHOST:6970")).toBe(true);
    expect(loopback.allowsHost("evil.example:6970")).toBe(false);
    expect(loopback.allowsHost(undefined)).toBe(false);
  });

  it("knows the address of a proxy", () => {
    const proxied = policy({ publicUrl: "https://console.example.com" });
    expect(proxied.allowsOrigin("https://console.example.com")).toBe(true);
    expect(proxied.allowsHost("console.example.com")).toBe(true);
    expect(proxied.allowsOrigin("https://console.example.com.evil.example")).toBe(false);
  });

  it("knows the machine's own addresses when it serves all of them", () => {
    const all = policy({ host: "0.0.0.0" });
    expect(all.allowsOrigin("http://127.0.0.1:6970")).toBe(true);
    expect(all.allowsOrigin("http://203.0.113.9:6970")).toBe(false);
  });
});

describe("cookies", () => {
  it("are found by their exact name", () => {
    expect(readCookie("a=1; stackdeck-1=x=y; b=2", "stackdeck-1")).toBe("x=y");
    expect(readCookie("xstackdeck-1=1", "stackdeck-1")).toBeUndefined();
    expect(readCookie(undefined, "a")).toBeUndefined();
  });
});
