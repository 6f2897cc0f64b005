import { type AuditRow, isMethodName, methods } from "@stackdeck/api-types";
import { csvCell } from "../../ui/table/columns.ts";

/** The request for a page of the audit log. */
export function auditPath(filter: string, cursor: string, limit = 200): string {
  const query = new URLSearchParams({ limit: String(limit) });
  if (filter !== "") query.set("filter", filter);
  if (cursor !== "") query.set("cursor", cursor);
  return `/api/v1/audit?${query}`;
}

/** What is done here without a method of hypervisors. */
const ownTitles: Readonly<Record<string, string>> = {
  SignIn: "Sign in",
  SignOut: "Sign out",
  CreateApiToken: "Create API token",
  RevokeApiToken: "Revoke API token",
  SaveView: "Save view",
  RemoveView: "Remove view",
  CancelOperation: "Cancel operation",
  CommitOperation: "Commit operation",
  AbandonOperation: "Abandon operation",
};

/** What was done, in the words of the button that does it. */
export function auditTitle({ Method }: Pick<AuditRow, "Method">): string {
  if (isMethodName(Method)) return methods[Method].label;
  return (Object.hasOwn(ownTitles, Method) ? ownTitles[Method] : undefined) ?? Method;
}

/** The rows as CSV with a head line; texts of guests and users end up in it, so no cell is a formula. */
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
  return `${[names.join(","), ...lines].join("\r\n")}\r\n`;
}
