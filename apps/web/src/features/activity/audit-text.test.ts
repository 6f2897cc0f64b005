import type { AuditRow } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { parseActivitySearch } from "./activity-search.ts";
import { auditCsv, auditPath, auditTitle } from "./audit-text.ts";

const row: AuditRow = {
  Id: 1,
  On: "2026-08-14T09:00:00Z",
  User: "alice",
  RemoteAddress: "127.0.0.1",
  Method: "DestroyVm",
  Target: "10.0.0.5",
  Hypervisor: "hv",
  RequestId: "r",
  Outcome: "failed",
  Detail: "=cmd|' /C calc'!A0",
};

describe("the audit log", () => {
  it("is asked for by a filter, page by page", () => {
    expect(auditPath("", "")).toBe("/api/v1/audit?limit=200");
    expect(auditPath("user:alice", "abc", 5)).toBe("/api/v1/audit?limit=5&filter=user%3Aalice&cursor=abc");
  });

  it("names calls as buttons do", () => {
    expect(auditTitle(row)).toBe("Destroy");
    expect(auditTitle({ Method: "CreateApiToken" })).toBe("Create API token");
    expect(auditTitle({ Method: "SignIn" })).toBe("Sign in");
    expect(auditTitle({ Method: "constructor" })).toBe("constructor");
  });

  it("is exported without formulas", () => {
    expect(auditCsv([row])).toContain(",failed,'=cmd|' /C calc'!A0,");
  });
});

describe("the state of the page", () => {
  it.each([
    [{}, {}],
    [
      { q: "a", show: "events" },
      { q: "a", show: "events" },
    ],
    [{ q: 5, show: "other" }, { q: "5" }],
    [{ q: ["a"] }, {}],
  ])("takes what it knows of %j", (search, state) => {
    expect(parseActivitySearch(search)).toEqual(state);
  });
});
