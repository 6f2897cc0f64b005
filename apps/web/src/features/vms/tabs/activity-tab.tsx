import type { AuditRow } from "@stackdeck/api-types";
import { useQuery } from "@tanstack/react-query";
import { sendJson } from "../../../api/http.ts";
import { EmptyState, Skeleton } from "../../../ui/notice.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { SimpleTable } from "../../../ui/simple-table.tsx";
import { StateBadge } from "../../../ui/state-badge.tsx";
import { Moment } from "../../../ui/time.tsx";
import { auditTitle } from "../../activity/audit-text.ts";
import { EventsList } from "../../activity/events-list.tsx";
import type { VmTabProps } from "../vm-page.tsx";

/** What was done to this VM, and what happened to it by itself. */
export function ActivityTab({ vm }: VmTabProps) {
  return (
    <>
      <Done vm={vm} />
      <EventsList isOfVm filter={`target:${vm.ip}`} />
    </>
  );
}

/** What was done to this VM through this server, and by whom. */
function Done({ vm }: Pick<VmTabProps, "vm">) {
  const audit = useQuery({
    queryKey: ["audit", vm.ip],
    queryFn: ({ signal }) =>
      sendJson<{ Items: readonly AuditRow[] }>(
        `/api/v1/audit?${new URLSearchParams({ target: vm.ip, limit: "100" })}`,
        { signal },
      ),
  });
  if (audit.isError)
    return (
      <EmptyState icon="error" title="The activity could not be read">
        {audit.error.message}
      </EmptyState>
    );
  if (!audit.data) return <Skeleton rows={5} />;
  if (audit.data.Items.length === 0)
    return (
      <Panel title="What people did" flush>
        <EmptyState icon="activity" title="Nothing yet">
          What is done to this VM here is listed with who did it.
        </EmptyState>
      </Panel>
    );
  return (
    <Panel title="What people did" flush>
      <SimpleTable
        label="What was done"
        rows={audit.data.Items}
        keyOf={(row) => String(row.Id)}
        columns={[
          { title: "When", cell: (row) => <Moment time={row.On} /> },
          { title: "Who", cell: (row) => row.User },
          { title: "What", cell: (row) => auditTitle(row) },
          { title: "Result", cell: (row) => <StateBadge plain state={row.Outcome} /> },
          { title: "Detail", cell: (row) => row.Detail },
        ]}
      />
    </Panel>
  );
}
