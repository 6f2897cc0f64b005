/** What a hypervisor says when it has no health to tell: many small sites run no health monitor on their hosts. */
const withoutHealth: ReadonlySet<string> = new Set([
  "bad health-agent",
  "failed getting health metrics",
  "bad health metric type",
]);

/** What the health text of a hypervisor means; it is empty when the monitor has nothing to tell, or not yet. */
export function judgeHealth(status: string): "well" | "unknown" | "ill" {
  if (status === "" || status === "healthy") return "well";
  return withoutHealth.has(status) ? "unknown" : "ill";
}
