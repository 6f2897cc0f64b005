import { live } from "../api/live.ts";
import { EmptyState, Skeleton } from "../ui/notice.tsx";
import { useValue } from "../ui/use-value.ts";

/** Where live data will be: still on their way, or not to be had because the server is away. */
export function Waiting({ rows }: { readonly rows: number }) {
  const { kind } = useValue(live.state);
  if (kind !== "stale") return <Skeleton rows={rows} />;
  return (
    <EmptyState icon="warning" title="The server can not be reached">
      This was not read before the connection was lost. It shows by itself as soon as the server answers.
    </EmptyState>
  );
}
