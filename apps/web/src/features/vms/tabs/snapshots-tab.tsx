import { labelOfSnapshot, snapshotNames } from "../../../actions/snapshot-actions.ts";
import { infoOf } from "../../../actions/vm-subject.ts";
import { formatBytes } from "../../../ui/format.ts";
import { EmptyState, Notice } from "../../../ui/notice.tsx";
import { Panel } from "../../../ui/panel.tsx";
import type { VmTabProps } from "../vm-page.tsx";
import { ActionButton } from "./action-button.tsx";
import styles from "./tabs.module.css";

/** Snapshots by name: which volumes they hold, how large they are, restore and discard. */
export function SnapshotsTab({ vm, detail }: VmTabProps) {
  const info = infoOf(detail);
  const names = snapshotNames({ info });
  return (
    <>
      <Notice>
        The hypervisor keeps no time of a snapshot: put it into the name. Restoring uses the snapshot up
        unless you keep it.
      </Notice>
      <Panel title="Snapshots" flush actions={<ActionButton method="SnapshotVm" vm={vm} />}>
        {names.length === 0 ? (
          <EmptyState icon="camera" title="No snapshots">
            A snapshot is a full copy of the volumes beside them.
          </EmptyState>
        ) : (
          <table className={styles["table"]}>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Volumes</th>
                <th scope="col" className={styles["number"]}>
                  Size
                </th>
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {names.map((name) => {
                const sizes = (info.Volumes ?? []).map((volume) => volume.Snapshots?.[name]);
                const held = sizes.flatMap((size, index) => (size === undefined ? [] : [index]));
                return (
                  <tr key={name}>
                    <td className="mono">{labelOfSnapshot(name)}</td>
                    <td>{held.join(", ")}</td>
                    <td className={styles["number"]}>
                      {formatBytes(sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0))}
                    </td>
                    <td>
                      <div className={styles["actions"]}>
                        <ActionButton
                          quiet
                          method="RestoreVmFromSnapshot"
                          vm={vm}
                          preset={{ Name: name }}
                          label="Restore"
                        />
                        <ActionButton
                          quiet
                          method="DiscardVmSnapshot"
                          vm={vm}
                          preset={{ Name: name }}
                          label="Discard"
                        />
                      </div>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </Panel>
    </>
  );
}
