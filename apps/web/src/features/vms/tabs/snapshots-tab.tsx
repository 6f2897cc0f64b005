import type { VmInfo } from "@stackdeck/api-types";
import { whyNot } from "../../../actions/may-run.ts";
import { openVmAction } from "../../../actions/open-action.ts";
import { labelOfSnapshot, snapshotNames } from "../../../actions/snapshot-actions.ts";
import { infoOf } from "../../../actions/vm-subject.ts";
import { useSession } from "../../../api/use-session.ts";
import { formatBytes } from "../../../ui/format.ts";
import { EmptyState } from "../../../ui/notice.tsx";
import { Panel } from "../../../ui/panel.tsx";
import type { VmTabProps } from "../vm-page.tsx";
import { ActionButton } from "./action-button.tsx";
import { RowActions } from "./row-actions.tsx";
import styles from "./tabs.module.css";

/** Snapshots by name: which volumes they hold, how large they are, restore and discard. */
export function SnapshotsTab({ vm, detail }: VmTabProps) {
  const info = infoOf(detail);
  const names = snapshotNames({ info });
  return (
    <Panel
      title="Snapshots"
      hint="Full copies beside the volumes. The hypervisor keeps no time of them: put it into the name."
      flush
      actions={<ActionButton method="SnapshotVm" vm={vm} />}
    >
      {names.length === 0 ? (
        <EmptyState icon="camera" title="No snapshots">
          Take one before an upgrade: it is the way back. Restoring uses it up unless you keep it.
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
            {names.map((name) => (
              <SnapshotRow key={name} vm={vm} info={info} name={name} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

/** `root`, `root and 1`, `1 and 2`: which volumes a snapshot holds. */
function volumesText(held: readonly number[]): string {
  const names = held.map((index) => (index === 0 ? "root" : String(index)));
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function SnapshotRow(props: { readonly vm: VmTabProps["vm"]; readonly info: VmInfo; readonly name: string }) {
  const { vm, info, name } = props;
  const caller = useSession();
  const sizes = (info.Volumes ?? []).map((volume) => volume.Snapshots?.[name]);
  const held = sizes.flatMap((size, index) => (size === undefined ? [] : [index]));
  const open = (method: "RestoreVmFromSnapshot" | "DiscardVmSnapshot") => ({
    reason: whyNot(method, vm, caller),
    onSelect: () => openVmAction(method, vm.ip, { Name: name }),
  });
  return (
    <tr>
      <td className="mono">{labelOfSnapshot(name)}</td>
      <td>{volumesText(held)}</td>
      <td className={styles["number"]}>
        {formatBytes(sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0))}
      </td>
      <td>
        <RowActions
          label={`Actions for snapshot ${labelOfSnapshot(name)}`}
          actions={[
            { label: "Restore", icon: "undo", ...open("RestoreVmFromSnapshot") },
            { label: "Discard", icon: "trash", danger: true, ...open("DiscardVmSnapshot") },
          ]}
        />
      </td>
    </tr>
  );
}
