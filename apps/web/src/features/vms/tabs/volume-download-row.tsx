import type { Operation } from "@stackdeck/api-types";
import { Link } from "@tanstack/react-router";
import { formatBytes } from "../../../ui/format.ts";
import { Icon } from "../../../ui/icon.tsx";
import { TransferMeter } from "../../../ui/transfer-meter.tsx";
import { useNow } from "../../../ui/use-now.ts";
import { OperationControls } from "../../operations/operation-controls.tsx";
import { isActive, lastProgress } from "../../operations/operation-words.ts";
import styles from "./tabs.module.css";
import { isShown } from "./volume-downloads.ts";

/** Below a volume: how far its download is, whoever has begun it; or that it was cut off and can go on. */
export function VolumeDownloadRow({ download, columns }: { download: Operation; columns: number }) {
  const now = useNow();
  if (!isShown(download, now)) return null;
  const busy = isActive(download);
  return (
    <tr className={styles["below"]}>
      <td colSpan={columns}>
        <div className={styles["download"]}>
          <Icon name="download" />
          {busy ? (
            <TransferMeter
              label="Downloaded"
              done={download.BytesDone}
              total={download.BytesTotal}
              of={`Download by ${download.User}`}
            />
          ) : (
            <strong>
              The download by {download.User} ended after {formatBytes(download.BytesDone)} of{" "}
              {formatBytes(download.BytesTotal)}
            </strong>
          )}
          <OperationControls operation={download} />
          <span className={styles["said"]}>
            {busy ? lastProgress(download) : download.Error?.detail}{" "}
            <Link to="/operations/$id" params={{ id: download.Id }}>
              Details
            </Link>
          </span>
        </div>
      </td>
    </tr>
  );
}
