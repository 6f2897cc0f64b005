import { useState } from "react";
import { callerReason } from "../../../actions/may-run.ts";
import type { VmSubject } from "../../../actions/vm-subject.ts";
import { useMethodQuery } from "../../../api/use-method.ts";
import { useSession } from "../../../api/use-session.ts";
import { Button } from "../../../ui/button.tsx";
import { ButtonLink } from "../../../ui/button-link.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { saveText } from "../../../ui/save-file.ts";
import styles from "./tabs.module.css";

/** The request the VM was made with: to look at, to save, to make another like it. */
export function CreateRequestPanel({ vm }: { readonly vm: VmSubject }) {
  const caller = useSession();
  const [wanted, setWanted] = useState(false);
  const query = useMethodQuery("GetVmCreateRequest", { IpAddress: vm.ip }, { enabled: wanted });
  const text = query.data ? JSON.stringify(query.data.CreateVmRequest, null, 2) : "";
  return (
    <Panel
      title="Its create request"
      className={styles["wide"]}
      actions={
        <>
          <ButtonLink to="/vms/create" search={{ like: vm.ip }} small icon="plus">
            Another like this
          </ButtonLink>
          {text ? (
            <Button
              small
              icon="download"
              onClick={() => saveText(`${vm.name}-create-request.json`, text, "application/json")}
            >
              Save
            </Button>
          ) : (
            <Button
              small
              icon="eye"
              busy={query.isFetching}
              reason={callerReason("GetVmCreateRequest", caller, vm)}
              onClick={() => setWanted(true)}
            >
              Show
            </Button>
          )}
        </>
      }
    >
      {query.isError && <p className="muted">{query.error.message}</p>}
      {text && <pre className={styles["log"]}>{text}</pre>}
      {!text && !query.isError && (
        <p className="muted">VMs that were copied, migrated or imported have none.</p>
      )}
    </Panel>
  );
}
