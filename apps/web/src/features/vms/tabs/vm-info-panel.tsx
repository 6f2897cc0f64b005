import type { VmSubject } from "../../../actions/vm-subject.ts";
import { useMethod } from "../../../api/use-method.ts";
import { Button } from "../../../ui/button.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { saveText } from "../../../ui/save-file.ts";
import styles from "./tabs.module.css";

/** Everything the hypervisor says of the VM, asked now, in Dominator's own JSON. */
export function VmInfoPanel({ vm }: { readonly vm: VmSubject }) {
  const call = useMethod("GetVmInfo");
  const text = call.answer ? JSON.stringify(call.answer.VmInfo, null, 4) : "";
  return (
    <Panel
      title="All fields"
      hint="As vm-control get-vm-info prints them."
      className={styles["wide"]}
      actions={
        <>
          {text && (
            <Button
              small
              icon="download"
              onClick={() => saveText(`${vm.name}.json`, `${text}\n`, "application/json")}
            >
              Save
            </Button>
          )}
          <Button small icon="eye" busy={call.busy} onClick={() => void call.run({ IpAddress: vm.ip })}>
            {text ? "Read again" : "Read"}
          </Button>
        </>
      }
    >
      {call.problem && <p role="alert">{call.problem.detail || call.problem.title}</p>}
      {text ? <pre className={styles["log"]}>{text}</pre> : <p className="muted">Not read yet.</p>}
    </Panel>
  );
}
