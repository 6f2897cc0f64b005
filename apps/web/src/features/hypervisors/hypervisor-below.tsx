import type { HypervisorRow } from "@stackdeck/api-types";
import { plural } from "../../ui/format.ts";
import { Meter } from "../../ui/meter.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import type { BelowRow } from "../../ui/table/live-table-props.ts";
import { freeAddresses, gaugesOf } from "./capacity.ts";
import styles from "./hypervisors.module.css";
import { isUnheard } from "./unheard.ts";

/** On phones: how full a hypervisor is, below its name. */
export const hypervisorBelow: BelowRow<HypervisorRow> = {
  height: 64,
  render: (row) =>
    isUnheard(row) ? (
      <div className={styles["below"]}>
        <span className={styles["counts"]}>What it has is not known yet</span>
      </div>
    ) : (
      <div className={styles["below"]}>
        {gaugesOf(row).map(({ label, share }) => (
          <Meter
            key={label}
            thin
            value={share}
            label={`${label} of ${row.Hostname || row.Id}`}
            text={`${label} ${Math.round(share * 100)} %`}
          />
        ))}
        <span className={styles["counts"]}>
          {row.Disabled ? (
            <StateBadge plain state="disabled" />
          ) : (
            row.HealthStatus !== "" &&
            row.HealthStatus !== "healthy" && <StateBadge plain state={row.HealthStatus} tone="warn" />
          )}
          <span>
            {plural(row.NumVMs, "VM")} · {plural(freeAddresses(row), "free address", "free addresses")}
          </span>
        </span>
      </div>
    ),
};
