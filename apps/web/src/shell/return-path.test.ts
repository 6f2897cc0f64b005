import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isOwnPath, keepReturnPath, takeReturnPath } from "./return-path.ts";

describe("the place to return to after signing in", () => {
  const kept = new Map<string, string>();
  beforeEach(() => {
    vi.stubGlobal("sessionStorage", {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    });
  });
  afterEach(() => {
    kept.clear();
    vi.unstubAllGlobals();
  });

  it.each([
    ["/vms?q=state%3Arunning#x", true],
    ["/", true],
    ["/login", false],
    ["//evil.example.com", false],
    ["/\\evil.example.com", false],
    ["https://evil.example.com", false],
    ["javascript:alert(1)", false],
    ["", false],
  ])("%s: %s", (path, own) => {
    expect(isOwnPath(path)).toBe(own);
  });

  it("leads there once", () => {
    keepReturnPath("/networks");
    expect(takeReturnPath()).toBe("/networks");
    expect(takeReturnPath()).toBe("/");
  });

  it("never leads away, whatever is stored", () => {
    keepReturnPath("//evil.example.com");
    expect(takeReturnPath()).toBe("/");
    kept.set("stackdeck.return-to", "https://evil.example.com");
    expect(takeReturnPath()).toBe("/");
  });

  it("is the overview where nothing can be stored", () => {
    vi.stubGlobal("sessionStorage", undefined);
    keepReturnPath("/networks");
    expect(takeReturnPath()).toBe("/");
  });
});
