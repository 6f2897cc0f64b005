import { callerReason } from "../../../actions/may-run.ts";
import type { VmSubject } from "../../../actions/vm-subject.ts";
import { urlOf } from "../../../api/call.ts";
import { useSession } from "../../../api/use-session.ts";
import { copyText } from "../../../shell/clipboard.ts";
import { Button } from "../../../ui/button.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { ActionButton } from "./action-button.tsx";
import styles from "./tabs.module.css";

const hourNs = 3_600_000_000_000;

/**
 * GetVmAccessToken answers a secret that opens the VM: scripts may have it, browsers never do. So the screen gives the
 * request to whoever may make it, and the server takes a token by itself where a copy or a migration needs one.
 */
export function AccessTokenPanel({ vm }: { readonly vm: VmSubject }) {
  const caller = useSession();
  const { url, rest } = urlOf("GetVmAccessToken", { IpAddress: vm.ip, Lifetime: hourNs });
  const command = [
    'curl -X POST -H "Authorization: Bearer $STACKDECK_TOKEN"',
    '-H "Content-Type: application/json"',
    `-d '${JSON.stringify(rest)}' ${location.origin}${url}`,
  ].join(" \\\n  ");
  return (
    <Panel
      title="Access token"
      hint="A secret with which its bearer may start, stop, copy and destroy the VM. One at a time."
      actions={
        <>
          <Button
            small
            icon="copy"
            reason={callerReason("GetVmAccessToken", caller, vm)}
            onClick={() => void copyText(command, "Request copied")}
          >
            Copy the request
          </Button>
          <ActionButton method="DiscardVmAccessToken" vm={vm} />
        </>
      }
    >
      <div className={styles["stack"]}>
        <p className="muted">
          No token is ever shown in a browser. A script gets one with an API token of yours that may change
          things (Settings) and this request. For a copy or a migration the server takes one from the source,
          hands it to the destination, and discards it at the end.
        </p>
        <pre className={styles["log"]}>{command}</pre>
      </div>
    </Panel>
  );
}
