import type { Volume } from "@stackdeck/api-types";
import { whyNot } from "../../../actions/may-run.ts";
import { openVmAction } from "../../../actions/open-action.ts";
import { infoOf } from "../../../actions/vm-subject.ts";
import { urlOf } from "../../../api/call.ts";
import { useMethodQuery } from "../../../api/use-method.ts";
import { useSession } from "../../../api/use-session.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { formatBytes } from "../../../ui/format.ts";
import { Meter } from "../../../ui/meter.tsx";
import { Panel } from "../../../ui/panel.tsx";
import type { VmTabProps } from "../vm-page.tsx";
import { ActionButton } from "./action-button.tsx";
import styles from "./tabs.module.css";
import { moved } from "./volume-order.ts";

/** The volumes in their order, where they are kept, and what can be done with each. */
export function VolumesTab({ vm, detail }: VmTabProps) {
  const volumes = infoOf(detail).Volumes ?? [];
  const storage = useMethodQuery("GetVmVolumeStorageConfiguration", { IpAddress: vm.ip });
  return (
    <>
      <Panel
        title="Volumes"
        hint="Changes need the VM to be stopped."
        flush
        actions={
          <>
            <ActionButton method="AddVmVolumes" vm={vm} />
            <ActionButton method="ChangeVmVolumeInterfaces" vm={vm} />
          </>
        }
      >
        <table className={styles["table"]}>
          <thead>
            <tr>
              <th scope="col">Volume</th>
              <th scope="col" className={styles["number"]}>
                Size
              </th>
              <th scope="col">Interface</th>
              <th scope="col">Format</th>
              <th scope="col">Storage</th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {volumes.map((volume, index) => (
              <VolumeRow
                // biome-ignore lint/suspicious/noArrayIndexKey: a volume is known by its place
                key={index}
                vm={vm}
                volume={volume}
                index={index}
                count={volumes.length}
                storage={storage.data?.VolumeStorageIndices?.[index]}
              />
            ))}
          </tbody>
        </table>
      </Panel>
      <Panel
        title="Storage of the hypervisor"
        hint="Where volumes can be kept; numbers are those of the table above."
      >
        <div className={styles["grid"]}>
          {(storage.data?.StorageInfos ?? []).map((info, index) => (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: storages are known by their number
              key={index}
            >
              <strong>Storage {index}</strong>
              <Meter
                value={1 - (info.UsableBytes ?? 0) / Math.max(1, info.SizeBytes ?? 1)}
                label={`Storage ${index} used`}
                text={`${formatBytes(info.UsableBytes ?? 0)} usable of ${formatBytes(info.SizeBytes ?? 0)}`}
              />
            </div>
          ))}
          {storage.isError && <p className="muted">{storage.error.message}</p>}
        </div>
      </Panel>
    </>
  );
}

function VolumeRow(props: {
  readonly vm: VmTabProps["vm"];
  readonly volume: Volume;
  readonly index: number;
  readonly count: number;
  readonly storage: number | undefined;
}) {
  const { vm, volume, index, count } = props;
  const caller = useSession();
  const preset = { VolumeIndex: index };
  const reorder = (to: number) =>
    openVmAction("ReorderVmVolumes", vm.ip, { Order: moved(count, index, to).join(", ") });
  const refused = whyNot("ReorderVmVolumes", vm, caller);
  const cannotRead = whyNot("GetVmVolume", vm, caller);
  return (
    <tr
      draggable={!refused && count > 1}
      onDragStart={(event) => event.dataTransfer.setData("text/x-volume", String(index))}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes("text/x-volume")) event.preventDefault();
      }}
      onDrop={(event) => {
        const from = Number(event.dataTransfer.getData("text/x-volume"));
        if (from !== index)
          openVmAction("ReorderVmVolumes", vm.ip, { Order: moved(count, from, index).join(", ") });
      }}
    >
      <td>
        <strong>{index}</strong> {index === 0 ? "root" : ""}
        {volume.Type === "memory" && " (in memory)"}
      </td>
      <td className={styles["number"]}>{formatBytes(volume.VirtualSize || volume.Size || 0)}</td>
      <td>{volume.Interface ?? "virtio"}</td>
      <td>{volume.Format ?? "raw"}</td>
      <td>{props.storage ?? ""}</td>
      <td>
        <div className={styles["actions"]}>
          {count > 1 && (
            <>
              <IconButton
                small
                icon="sortUp"
                label={`Move volume ${index} up`}
                disabled={index === 0}
                reason={refused}
                onClick={() => reorder(index - 1)}
              />
              <IconButton
                small
                icon="sortDown"
                label={`Move volume ${index} down`}
                disabled={index === count - 1}
                reason={refused}
                onClick={() => reorder(index + 1)}
              />
            </>
          )}
          <ActionButton quiet method="ChangeVmVolumeSize" vm={vm} preset={preset} label="Resize" />
          <ActionButton quiet method="ChangeVmVolumeStorageIndex" vm={vm} preset={preset} label="Move" />
          <Button
            small
            kind="quiet"
            icon="download"
            reason={cannotRead}
            onClick={() =>
              location.assign(urlOf("GetVmVolume", { IpAddress: vm.ip, VolumeIndex: index }).url)
            }
          >
            Download
          </Button>
          {index > 0 && <ActionButton quiet method="DeleteVmVolume" vm={vm} preset={preset} label="Delete" />}
        </div>
      </td>
    </tr>
  );
}
