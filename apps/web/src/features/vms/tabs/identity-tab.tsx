import { infoOf } from "../../../actions/vm-subject.ts";
import { formatSeconds, isNever } from "../../../ui/format.ts";
import { Notice } from "../../../ui/notice.tsx";
import { Facts, Panel } from "../../../ui/panel.tsx";
import { Moment } from "../../../ui/time.tsx";
import { useNow } from "../../../ui/use-now.ts";
import type { VmTabProps } from "../vm-page.tsx";
import { ActionButton } from "./action-button.tsx";
import styles from "./tabs.module.css";
import { UserDataPanel } from "./user-data-panel.tsx";

const warnSeconds = 7 * 86_400;

/** What the guest is given: user data, its certificate, and tokens that open it. */
export function IdentityTab({ vm, detail }: VmTabProps) {
  const info = infoOf(detail);
  const now = useNow(60_000);
  const ends = info.IdentityExpires;
  const left = isNever(ends) ? undefined : (Date.parse(ends ?? "") - now) / 1000;
  return (
    <>
      <UserDataPanel vm={vm} />
      <Panel
        title="Identity"
        hint="The certificate with which programs in the VM say who they are."
        actions={
          <>
            <ActionButton method="ReplaceVmIdentity" vm={vm} />
            <ActionButton method="ReplaceVmCredentials" vm={vm} />
          </>
        }
      >
        <div className={styles["stack"]}>
          {left !== undefined && left < warnSeconds && (
            <Notice tone={left < 0 ? "bad" : "warn"}>
              {left < 0 ? "The identity has expired." : `The identity ends in ${formatSeconds(left)}.`} A
              failing renewal shows only in the hypervisor's log.
            </Notice>
          )}
          <Facts
            items={[
              ["Name", info.IdentityName || "none"],
              ["Ends", isNever(ends) ? "" : <Moment key="e" time={ends} />],
            ]}
          />
        </div>
      </Panel>
      <AccessTokenPanel vm={vm} />
    </>
  );
}

/** GetVmAccessToken answers a secret that opens the VM: scripts may have it, browsers never do. */
function AccessTokenPanel({ vm }: Pick<VmTabProps, "vm">) {
  return (
    <Panel
      title="Access token"
      hint="A secret with which its bearer may start, stop, copy and destroy the VM. One at a time."
      actions={<ActionButton method="DiscardVmAccessToken" vm={vm} />}
    >
      <div className={styles["stack"]}>
        <p>
          Tokens are never shown in a browser. A script gets one with an API token of yours (Settings), and
          this request:
        </p>
        <pre className={styles["log"]}>
          {`curl -X POST -H "Authorization: Bearer $STACKDECK_TOKEN" -H "Content-Type: application/json" \\
  -d '{"Lifetime": 3600000000000}' ${location.origin}/api/v1/vms/${vm.ip}/access-token`}
        </pre>
      </div>
    </Panel>
  );
}
