import type { AuditRow } from "@stackdeck/api-types";

const filters = ["user", "method", "target"] as const;

/** The request for a page of the audit log. Words without a key name the target. */
export function auditPath(text: string, cursor: string): string {
  const query = new URLSearchParams({ limit: "200" });
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const colon = word.indexOf(":");
    const key = filters.find((name) => name === word.slice(0, colon));
    if (key === undefined) query.set("target", word);
    else query.set(key, word.slice(colon + 1));
  }
  if (cursor !== "") query.set("cursor", cursor);
  return `/api/v1/audit?${query}`;
}

/** A cell that no spreadsheet takes for a formula: texts of guests and users end up in here. */
export function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The rows as CSV with a head line. */
export function auditCsv(rows: readonly AuditRow[]): string {
  const names = [
    "On",
    "User",
    "Method",
    "Target",
    "Hypervisor",
    "Outcome",
    "Detail",
    "RemoteAddress",
    "RequestId",
  ] as const;
  const lines = rows.map((row) => names.map((name) => csvCell(row[name])).join(","));
  return [names.join(","), ...lines].join("\r\n");
}
