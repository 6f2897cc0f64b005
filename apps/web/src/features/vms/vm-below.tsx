import type { VmRow } from "@stackdeck/api-types";
import { formatMiB, formatMilliCpus } from "../../ui/format.ts";
import type { BelowRow } from "../../ui/table/live-table-props.ts";
import styles from "./vm-below.module.css";

/** On phones: what tells VMs of like names apart, below the name. */
export const vmBelow: BelowRow<VmRow> = {
  height: 22,
  render: (row) => (
    <div className={styles["facts"]}>
      <span className="mono">{row.IpAddress}</span>
      <span>{row.HypervisorName}</span>
      <span>
        {formatMilliCpus(row.MilliCPUs)}, {formatMiB(row.MemoryInMiB)}
      </span>
      {row.OwnerUsers[0] && <span>{row.OwnerUsers[0]}</span>}
    </div>
  ),
};
