import { callerReason } from "../../../actions/may-run.ts";
import { problemOf } from "../../../api/http.ts";
import { useMethodQuery } from "../../../api/use-method.ts";
import { useSession } from "../../../api/use-session.ts";
import { copyText } from "../../../shell/clipboard.ts";
import { Button } from "../../../ui/button.tsx";
import { Facts, Panel } from "../../../ui/panel.tsx";
import type { HypervisorTabProps } from "../hypervisor-page.tsx";
import styles from "../hypervisors.module.css";

/** Identity, places on the machine, owners, locks. */
export function ToolsTab({ hypervisor, ask }: HypervisorTabProps) {
  const caller = useSession();
  const { id } = { id: hypervisor.Id };
  const key = useMethodQuery("GetPublicKey", {}, { id });
  const provider = useMethodQuery("GetIdentityProvider", {}, { id });
  const cookie = useMethodQuery("GetRootCookiePath", {}, { id });
  const directories = useMethodQuery("ListVolumeDirectories", {}, { id });
  const pem = key.data ? atob(key.data.KeyPEM ?? "") : "";
  const said = (query: { error: Error | null }) => (query.error ? problemOf(query.error).detail : "…");
  return (
    <>
      <Panel title="On the machine">
        <Facts
          items={[
            ["Identity provider", provider.data ? provider.data.BaseUrl || "none" : said(provider)],
            [
              "Root cookie",
              <span key="cookie" className="mono">
                {cookie.data?.Path ?? said(cookie)}
              </span>,
            ],
            [
              "Volume directories",
              directories.data ? (
                <span key="directories" className="mono">
                  {directories.data.Directories.join(", ") || "none"}
                </span>
              ) : (
                said(directories)
              ),
            ],
            [
              "Methods offered",
              hypervisor.Methods.length === 0 ? "not known" : String(hypervisor.Methods.length),
            ],
          ]}
        />
      </Panel>
      <Panel
        title="Public key"
        actions={
          <Button icon="copy" disabled={pem === ""} onClick={() => void copyText(pem, "Public key copied")}>
            Copy
          </Button>
        }
      >
        <pre className={styles["stream"]}>{pem || said(key)}</pre>
      </Panel>
      <Panel
        title="Owners"
        hint="They may do everything on this hypervisor. Kept in memory: a fleet manager sets them again."
      >
        <Button icon="user" reason={callerReason("ChangeOwners", caller)} onClick={() => ask("ChangeOwners")}>
          Change owners
        </Button>
      </Panel>
      <Panel title="Locks" hint="For finding out what waits for them.">
        <Button
          icon="download"
          reason={callerReason("ImportLocalVm", caller)}
          onClick={() => ask("ImportLocalVm")}
        >
          Import a VM from files
        </Button>
        <Button icon="lock" reason={callerReason("HoldLock", caller)} onClick={() => ask("HoldLock")}>
          Hold the main lock
        </Button>
      </Panel>
    </>
  );
}
