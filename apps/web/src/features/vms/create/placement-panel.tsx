import type { FleetSummary, PlacementCandidate } from "@stackdeck/api-types";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { sendJson } from "../../../api/http.ts";
import { useLiveRow } from "../../../api/use-live.ts";
import { cx } from "../../../ui/class-names.ts";
import { formatBytes, formatMiB, formatMilliCpus, plural } from "../../../ui/format.ts";
import { Notice, Skeleton } from "../../../ui/notice.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { StateBadge } from "../../../ui/state-badge.tsx";
import { isNoneLive } from "../../hypervisors/unheard.ts";
import styles from "./create.module.css";
import type { CreateDraft } from "./create-draft.ts";
import { numbersOf } from "./draft-request.ts";
import { roomFor, sizeOf } from "./placement-room.ts";

const mostShown = 12;

function wishOf(draft: CreateDraft, file: File | undefined): string {
  const size = sizeOf(draft, file);
  return new URLSearchParams({
    SubnetId: draft.subnet,
    MilliCPUs: String(size.milliCpus),
    MemoryInMiB: String(size.memoryInMiB),
    VolumeBytes: String(size.volumeBytes),
  }).toString();
}

/** Where the VM would fit, what would be left there, and why it would not fit elsewhere. */
export function PlacementPanel(props: {
  readonly draft: CreateDraft;
  readonly file: File | undefined;
  readonly onChoose: (id: string) => void;
}) {
  const { draft, file, onChoose } = props;
  const wish = useDeferredValue(wishOf(draft, file));
  const query = useQuery({
    queryKey: ["placement", wish],
    queryFn: ({ signal }) =>
      sendJson<{ Items: readonly PlacementCandidate[] }>(`/api/v1/placement?${wish}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });
  const { row: fleet } = useLiveRow("fleet", {});
  const items = query.data?.Items ?? [];
  const best = items[0]?.Fits ? items[0] : undefined;
  const size = sizeOf(draft, file);
  const count = numbersOf(draft).length;
  const room = (chosen: PlacementCandidate | undefined) =>
    chosen?.Fits ? roomFor(chosen, size, draft.subnet !== "") : 0;
  const chosen = items.find((item) => item.Hypervisor === draft.hypervisor);
  const total = draft.hypervisor === "" ? items.reduce((sum, item) => sum + room(item), 0) : room(chosen);
  return (
    <Panel title="Will it fit?" hint="What is left on each hypervisor after this VM.">
      {query.isError && <p className="muted">{query.error.message}</p>}
      {query.isPending && <Skeleton rows={4} />}
      {query.isSuccess && (
        <fieldset className={styles["places"]}>
          <legend className="visually-hidden">Hypervisor</legend>
          <Place
            chosen={draft.hypervisor === ""}
            onChoose={() => onChoose("")}
            title={best ? `Best: ${best.Hostname || best.Hypervisor}` : "None fits now"}
            detail={
              best
                ? `The most CPU left, then memory, of ${plural(items.filter((it) => it.Fits).length, "hypervisor")} it fits on; decided when it is created`
                : whyNone(fleet)
            }
          />
          {items.slice(0, mostShown).map((item) => (
            <Place
              key={item.Hypervisor}
              chosen={draft.hypervisor === item.Hypervisor}
              onChoose={() => onChoose(item.Hypervisor)}
              title={item.Hostname || item.Hypervisor}
              refused={!item.Fits}
              detail={item.Fits ? whatIsLeft(item) : item.Reasons.join("; ")}
              note={item.Fits ? noteOf(item, count > 1 ? room(item) : undefined, draft.subnet !== "") : ""}
            />
          ))}
        </fieldset>
      )}
      {query.isSuccess && count > 1 && total < count && (
        <Notice tone="warn">
          There is room for {total} of the {count} VMs.
        </Notice>
      )}
    </Panel>
  );
}

/** What to do about it when it fits nowhere. */
function whyNone(fleet: FleetSummary | undefined): string {
  if (fleet?.NumHypervisors === 0) return "No hypervisor is known yet";
  return isNoneLive(fleet)
    ? "No hypervisor can be reached now; what you type is kept"
    : "Make it smaller, or choose another subnet";
}

function noteOf(item: PlacementCandidate, room: number | undefined, hasSubnet: boolean): string {
  const parts = [];
  if (room !== undefined && Number.isFinite(room)) parts.push(`room for ${room}`);
  if (hasSubnet) parts.push(plural(item.FreeAddresses, "free address", "free addresses"));
  return parts.join(", ");
}

function whatIsLeft(item: PlacementCandidate): string {
  const left = `${formatMilliCpus(item.FreeMilliCPUsAfter)}, ${formatMiB(item.FreeMemoryInMiBAfter)}, ${formatBytes(item.FreeVolumeBytesAfter)} left`;
  return [left, ...item.Warnings].join("; ");
}

function Place(props: {
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly title: string;
  readonly detail: string;
  readonly note?: string;
  readonly refused?: boolean;
}) {
  return (
    <label
      className={cx(styles["place"], props.chosen && styles["chosen"], props.refused && styles["refused"])}
    >
      <input type="radio" name="hypervisor" checked={props.chosen} onChange={props.onChoose} />
      <span>
        <strong>{props.title}</strong>
        <small>{props.detail}</small>
      </span>
      {props.refused ? <StateBadge plain state="unreachable" label="no" /> : <small>{props.note}</small>}
    </label>
  );
}
