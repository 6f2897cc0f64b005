import { infoOf } from "../../../actions/vm-subject.ts";
import { formatSeconds, isNever } from "../../../ui/format.ts";
import { Notice } from "../../../ui/notice.tsx";
import { Facts, Panel } from "../../../ui/panel.tsx";
import { Moment } from "../../../ui/time.tsx";
import { useNow } from "../../../ui/use-now.ts";
import type { VmTabProps } from "../vm-page.tsx";
import { AccessTokenPanel } from "./access-token-panel.tsx";
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
