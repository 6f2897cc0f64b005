import { Fragment } from "react";
import { infoOf } from "../../../actions/vm-subject.ts";
import { problemOf } from "../../../api/http.ts";
import { useLive } from "../../../api/use-live.ts";
import { useMethodQuery } from "../../../api/use-method.ts";
import { cx } from "../../../ui/class-names.ts";
import { Meter } from "../../../ui/meter.tsx";
import { Skeleton } from "../../../ui/notice.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { useMedia } from "../../../ui/table/use-media.ts";
import { useVolumeDirectories } from "../../storages/storage-choice.tsx";
import { storagePlaces } from "../../storages/storage-places.ts";
import type { VmTabProps } from "../vm-page.tsx";
import { ActionButton } from "./action-button.tsx";
import styles from "./tabs.module.css";
import { VolumeDownloadRow } from "./volume-download-row.tsx";
import { downloadOf, downloadsOf } from "./volume-downloads.ts";
import { VolumeRow } from "./volume-row.tsx";

/** The volumes in their order, where they are kept, and what can be done with each. */
export function VolumesTab({ vm, detail }: VmTabProps) {
  const volumes = infoOf(detail).Volumes ?? [];
  const narrow = useMedia("(max-width: 720px)");
  const storage = useMethodQuery("GetVmVolumeStorageConfiguration", { IpAddress: vm.ip });
  const directories = useVolumeDirectories(vm.hypervisor);
  const { window: downloads } = useLive("operations", downloadsOf(vm.ip));
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
              {!narrow && (
                <>
                  <th scope="col">Interface</th>
                  <th scope="col">Format</th>
                  <th scope="col" className={styles["number"]}>
                    Storage
                  </th>
                </>
              )}
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {volumes.map((volume, index) => {
              const download = downloadOf(downloads, index);
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a volume is known by its place
                <Fragment key={index}>
                  <VolumeRow
                    vm={vm}
                    volume={volume}
                    index={index}
                    count={volumes.length}
                    storage={storage.data?.VolumeStorageIndices?.[index]}
                  />
                  {download && <VolumeDownloadRow download={download} columns={narrow ? 3 : 6} />}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </Panel>
      <Panel
        title="Storage of the hypervisor"
        hint="Where volumes can be kept; numbers are those of the table above."
      >
        <div className={styles["grid"]}>
          {storagePlaces(storage.data?.StorageInfos ?? [], { bytes: 0 }, directories).map((place) => (
            <div key={place.index} className={styles["storage"]}>
              <h3>Storage {place.index}</h3>
              {place.directory && (
                <p className={cx("mono", styles["path"])} title={place.directory}>
                  {place.directory}
                </p>
              )}
              <Meter value={place.usedShare} label={`Storage ${place.index} used`} text={place.room} />
            </div>
          ))}
          {storage.isPending && <Skeleton rows={2} />}
          {storage.isError && <p className="muted">{problemOf(storage.error).detail}</p>}
        </div>
      </Panel>
    </>
  );
}
