import type { VmSubject } from "../../actions/vm-subject.ts";
import { LongName } from "../../ui/long-name.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import styles from "./console-page.module.css";

/** Whose console it is, and what state that VM is in. */
export function ConsoleHeading({ ip, vm }: { readonly ip: string; readonly vm: VmSubject | undefined }) {
  return (
    <span className={styles["heading"]}>
      <LongName name={vm?.name ?? ip} />{" "}
      {vm !== undefined && <StateBadge state={vm.state} faded={vm.stale} />}
    </span>
  );
}
