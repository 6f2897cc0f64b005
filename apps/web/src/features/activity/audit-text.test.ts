import type { AuditRow } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { auditCsv, auditPath, csvCell } from "./audit-text.ts";

describe("audit text", () => {
  it.each([
    ["", "", "/api/v1/audit?limit=200"],
    ["10.0.0.1", "", "/api/v1/audit?limit=200&target=10.0.0.1"],
    ["user:alice method:StopVm", "", "/api/v1/audit?limit=200&user=alice&method=StopVm"],
    ["hv-1:6976", "abc", "/api/v1/audit?limit=200&target=hv-1%3A6976&cursor=abc"],
  ])("asks for %j", (text, cursor, path) => {
    expect(auditPath(text, cursor)).toBe(path);
  });

  it.each([
    ["plain", "plain"],
    ["=1+1", "'=1+1"],
    ["-x", "'-x"],
    ['say "hi", you', '"say ""hi"", you"'],
    ["@a,b", '"\'@a,b"'],
  ])("writes %j as %j", (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  it("has a head line and a line for each row", () => {
    const row = {
      On: "t",
      User: "u",
      Method: "m",
      Target: "=x",
      Hypervisor: "h",
      Outcome: "failed",
      Detail: "",
      RemoteAddress: "r",
      RequestId: "i",
    };
    expect(auditCsv([row as AuditRow]).split("\r\n")).toEqual([
      "On,User,Method,Target,Hypervisor,Outcome,Detail,RemoteAddress,RequestId",
      "t,u,m,'=x,h,failed,,r,i",
    ]);
  });
});
