import type { Volume } from "@stackdeck/api-types";
import { type DragEvent, useState } from "react";
import { whyNot } from "../../../actions/may-run.ts";
import { openVmAction } from "../../../actions/open-action.ts";
import type { VmSubject } from "../../../actions/vm-subject.ts";
import { useSession } from "../../../api/use-session.ts";
import { cx } from "../../../ui/class-names.ts";
import { formatBytes } from "../../../ui/format.ts";
import { Icon } from "../../../ui/icon.tsx";
import { useMedia } from "../../../ui/table/use-media.ts";
import { downloadVolume } from "./download-volume.ts";
import { type RowAction, RowActions } from "./row-actions.tsx";
import styles from "./tabs.module.css";
import { moved } from "./volume-order.ts";

interface VolumeRowProps {
  readonly vm: VmSubject;
  readonly volume: Volume;
  readonly index: number;
  readonly count: number;
  /** Number of the storage it lies in. */
  readonly storage: number | undefined;
}

const dragType = "text/x-volume";

/** A row that is dragged over another one asks for that order. */
function useDrag(vm: VmSubject, index: number, count: number) {
  const [over, setOver] = useState(false);
  return {
    over,
    handlers: {
      draggable: true,
      onDragStart: (event: DragEvent) => event.dataTransfer.setData(dragType, String(index)),
      onDragOver: (event: DragEvent) => {
        if (!event.dataTransfer.types.includes(dragType)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => {
        setOver(false);
        const from = Number(event.dataTransfer.getData(dragType));
        if (from !== index) reorder(vm, moved(count, from, index));
      },
    },
  };
}

function reorder(vm: VmSubject, order: readonly number[]): void {
  openVmAction("ReorderVmVolumes", vm.ip, { Order: order.join(", ") });
}

/** What can be done with one volume, with the reasons where it can not. */
function useVolumeActions({ vm, volume, index, count }: VolumeRowProps) {
  const caller = useSession();
  const preset = { VolumeIndex: index };
  const refused = whyNot("ReorderVmVolumes", vm, caller);
  const open = (method: "ChangeVmVolumeSize" | "ChangeVmVolumeStorageIndex" | "DeleteVmVolume") => ({
    reason: whyNot(method, vm, caller),
    onSelect: () => openVmAction(method, vm.ip, preset),
  });
  const moves = [
    { label: `Move volume ${index} up`, icon: "sortUp", to: index - 1 },
    { label: `Move volume ${index} down`, icon: "sortDown", to: index + 1 },
  ] as const;
  const more: readonly RowAction[] =
    index > 0 ? [{ label: "Delete", icon: "trash", danger: true, ...open("DeleteVmVolume") }] : [];
  const actions: readonly RowAction[] = [
    ...(count > 1
      ? moves.map(({ label, icon, to }) => ({
          label,
          icon,
          iconOnly: true,
          reason: refused ?? (to < 0 || to >= count ? "There is no place further" : undefined),
          onSelect: () => reorder(vm, moved(count, index, to)),
        }))
      : []),
    { label: "Resize", icon: "disk", ...open("ChangeVmVolumeSize") },
    { label: "Move", icon: "move", ...open("ChangeVmVolumeStorageIndex") },
    {
      label: "Download",
      icon: "download",
      reason: whyNot("GetVmVolume", vm, caller),
      onSelect: () => void downloadVolume(vm, index, volume.Size ?? 0),
    },
    ...more,
  ];
  return { refused, actions };
}

/** A volume, and what can be done with it; on narrow screens in a menu. */
export function VolumeRow(props: VolumeRowProps) {
  const { vm, volume, index, count } = props;
  const narrow = useMedia("(max-width: 720px)");
  const { refused, actions } = useVolumeActions(props);
  const drag = useDrag(vm, index, count);
  const movable = !refused && count > 1 && !narrow;
  const kind = [volume.Interface ?? "virtio", volume.Format ?? "raw"];
  return (
    <tr {...(movable ? drag.handlers : {})} className={cx(drag.over && styles["dropHere"])}>
      <td>
        <span className={styles["volume"]}>
          {movable && (
            <span className={styles["drag"]}>
              <Icon name="grip" />
            </span>
          )}
          <strong>{index}</strong> {index === 0 ? "root" : ""}
          {volume.Type === "memory" && " (in memory)"}
        </span>
        {narrow && (
          <small className={styles["sub"]}>
            {[...kind, ...(props.storage === undefined ? [] : [`storage\u00a0${props.storage}`])].join(" · ")}
          </small>
        )}
      </td>
      <td className={styles["number"]}>{formatBytes(volume.VirtualSize || volume.Size || 0)}</td>
      {!narrow && (
        <>
          <td>{kind[0]}</td>
          <td>{kind[1]}</td>
          <td className={styles["number"]}>{props.storage ?? ""}</td>
        </>
      )}
      <td>
        <RowActions label={`Actions for volume ${index}`} actions={actions} />
      </td>
    </tr>
  );
}
