import { infoOf } from "../../../actions/vm-subject.ts";
import { useLive } from "../../../api/use-live.ts";
import { formatBytes, formatMiB, formatMilliCpus, isNever, plural } from "../../../ui/format.ts";
import { Facts, Panel } from "../../../ui/panel.tsx";
import { Moment } from "../../../ui/time.tsx";
import { ScreenThumbnail, useHasThumbnail } from "../../consoles/screen-thumbnail.tsx";
import { OperationCard } from "../../operations/operation-card.tsx";
import { TagList } from "../tag-list.tsx";
import type { VmTabProps } from "../vm-page.tsx";
import { ActionButton } from "./action-button.tsx";
import styles from "./tabs.module.css";

/** The facts people come for, and what is going on with the VM now. */
export function SummaryTab({ vm, detail }: VmTabProps) {
  const info = infoOf(detail);
  const hasThumbnail = useHasThumbnail(vm);
  const volumes = info.Volumes ?? [];
  const total = volumes.reduce((sum, volume) => sum + (volume.Size ?? 0), 0);
  return (
    <div className={styles["grid"]}>
      {hasThumbnail && (
        <Panel title="Screen" className={styles["tall"]}>
          <div className={styles["screen"]}>
            <ScreenThumbnail opens vm={vm} since={info.ChangedStateOn} />
          </div>
        </Panel>
      )}
      <Panel title="Resources" actions={<ActionButton quiet method="ChangeVmSize" vm={vm} />}>
        <Facts
          items={[
            ["Memory", formatMiB(info.MemoryInMiB)],
            [
              "CPU",
              `${formatMilliCpus(info.MilliCPUs)}${info.VirtualCPUs ? `, ${plural(info.VirtualCPUs, "virtual CPU")}` : ""}`,
            ],
            ["Disk", `${formatBytes(total)} in ${plural(volumes.length, "volume")}`],
            [
              "Image",
              info.ImageName || info.ImageURL ? (
                <span key="i" className="mono">
                  {info.ImageName || info.ImageURL}
                </span>
              ) : (
                ""
              ),
              "wide",
            ],
          ]}
        />
      </Panel>
      <Panel title="Network" actions={<ActionButton quiet method="ChangeVmHostname" vm={vm} />}>
        <Facts
          items={[
            ["Host name", info.Hostname],
            [
              "Address",
              <span key="a" className="mono">
                {vm.ip}
              </span>,
            ],
            [
              "MAC address",
              <span key="m" className="mono">
                {info.Address?.MacAddress}
              </span>,
            ],
            ["Subnet", info.SubnetId],
          ]}
        />
      </Panel>
      <Panel title="Owners" actions={<ActionButton quiet method="ChangeVmOwnerUsers" vm={vm} />}>
        <Facts
          items={[
            ["Users", (info.OwnerUsers ?? []).join(", ")],
            ["Groups", (info.OwnerGroups ?? []).join(", ")],
            ["Created", <Moment key="c" time={info.CreatedOn} />],
            ["Destroy protection", info.DestroyProtection ? "on, while it runs" : "off"],
            isNever(info.IdentityExpires)
              ? null
              : [
                  "Identity",
                  <span key="e">
                    {info.IdentityName}, ends <Moment time={info.IdentityExpires} />
                  </span>,
                ],
          ]}
        />
      </Panel>
      <Panel title="Tags" actions={<ActionButton quiet method="ChangeVmTags" vm={vm} />}>
        {Object.keys(info.Tags ?? {}).length === 0 ? (
          <p className="muted">No tags.</p>
        ) : (
          <TagList tags={info.Tags ?? {}} />
        )}
      </Panel>
      <Running ip={vm.ip} />
    </div>
  );
}

/** Operations of everybody on this VM. */
function Running({ ip }: { readonly ip: string }) {
  const state = useLive("operations", { filter: `target:${ip}`, sort: ["-StartedOn"], offset: 0, limit: 3 });
  const rows = [...(state.window?.rows.values() ?? [])];
  if (rows.length === 0) return null;
  return (
    <Panel title="Latest operations" className={styles["wide"]}>
      <div className={styles["stack"]}>
        {rows.map((row) => (
          <OperationCard key={row.Id} operation={row} />
        ))}
      </div>
    </Panel>
  );
}
