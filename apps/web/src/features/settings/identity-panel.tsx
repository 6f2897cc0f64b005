import { useNavigate } from "@tanstack/react-router";
import { signOut } from "../../api/session.ts";
import { useSession } from "../../api/use-session.ts";
import { Button } from "../../ui/button.tsx";
import { isNever } from "../../ui/format.ts";
import { Notice } from "../../ui/notice.tsx";
import { Facts, Panel } from "../../ui/panel.tsx";
import { Moment } from "../../ui/time.tsx";
import { useNow } from "../../ui/use-now.ts";

const dayMs = 86_400_000;

/** The identity that calls are made with, and when its certificate ends. */
export function IdentityPanel() {
  const info = useSession();
  const navigate = useNavigate();
  const now = useNow(60_000);
  if (info === undefined) return null;
  const left = isNever(info.CertificateExpires) ? undefined : Date.parse(info.CertificateExpires) - now;
  return (
    <Panel
      title="Identity"
      hint="Calls to hypervisors are made with this client certificate."
      actions={
        <Button icon="logout" onClick={() => void signOut().then(() => navigate({ to: "/login" }))}>
          Sign out
        </Button>
      }
    >
      {left !== undefined && left < 14 * dayMs && (
        <Notice tone={left < dayMs ? "bad" : "warn"} title="The certificate ends soon">
          Put a new one into the certificate directory: it is used without a restart.
        </Notice>
      )}
      <Facts
        items={[
          ["User", info.UserName],
          ["Groups", info.Groups.join(", ")],
          [
            "Method powers",
            info.MethodPowers.length === 0 ? (
              "none: only VMs you own"
            ) : (
              <code key="powers">{info.MethodPowers.join(" ")}</code>
            ),
          ],
          ["Certificate ends", <Moment key="ends" time={info.CertificateExpires} />],
          ["Version", `${info.Version}${info.Demo ? " (demo)" : ""}`],
        ]}
      />
    </Panel>
  );
}
