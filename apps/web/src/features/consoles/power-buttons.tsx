import type { MethodName } from "@stackdeck/api-types";
import { whyNot } from "../../actions/may-run.ts";
import { openVmAction } from "../../actions/open-action.ts";
import type { VmSubject } from "../../actions/vm-subject.ts";
import { useSession } from "../../api/use-session.ts";
import { Button } from "../../ui/button.tsx";
import type { IconName } from "../../ui/icon.tsx";
import styles from "./console-page.module.css";

const buttons: readonly { readonly method: MethodName; readonly label: string; readonly icon: IconName }[] = [
  { method: "StartVm", label: "Start", icon: "play" },
  { method: "StopVm", label: "Stop", icon: "stop" },
  { method: "RebootVm", label: "Reboot", icon: "reboot" },
];

/** Start, stop and reboot beside a console. */
export function PowerButtons({ vm }: { readonly vm: VmSubject | undefined }) {
  const caller = useSession();
  if (vm === undefined) return null;
  return buttons.map(({ method, label, icon }) => (
    <Button
      key={method}
      small
      className={styles["shortened"]}
      icon={icon}
      reason={whyNot(method, vm, caller)}
      onClick={() => openVmAction(method, vm.ip)}
    >
      {label}
    </Button>
  ));
}
