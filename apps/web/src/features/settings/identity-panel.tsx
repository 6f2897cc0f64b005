import { type CertificateInfo, certificateAlert } from "@stackdeck/api-types";
import { useNavigate } from "@tanstack/react-router";
import { signOut } from "../../api/session.ts";
import { useFreshSession } from "../../api/use-fresh-session.ts";
import { Button } from "../../ui/button.tsx";
import { formatSeconds } from "../../ui/format.ts";
import { Notice } from "../../ui/notice.tsx";
import { Facts, Panel } from "../../ui/panel.tsx";
import { type SimpleColumn, SimpleTable } from "../../ui/simple-table.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { Moment } from "../../ui/time.tsx";
import { useNow } from "../../ui/use-now.ts";

const dayMs = 86_400_000;
/** Days before its end from which a certificate is marked. */
const soonDays = 14;

/** Who calls are made as, with which certificates, and when these end. */
export function IdentityPanel() {
  const info = useFreshSession();
  const navigate = useNavigate();
  const alert = certificateAlert(Date.parse(info.CertificateExpires), useNow(60_000));
  return (
    <Panel
      title="Identity"
      hint="Calls to hypervisors are made as this user, with the first certificate below that is good."
      actions={
        <Button icon="logout" onClick={() => void signOut().then(() => navigate({ to: "/login" }))}>
          Sign out
        </Button>
      }
    >
      <Sharing userName={info.UserName} powers={info.MethodPowers} />
      {alert && <Notice tone={alert.Severity}>{alert.Text}. It is used without a restart.</Notice>}
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
          ["Version", `${info.Version}${info.Demo ? " (demo)" : ""}`],
        ]}
      />
    </Panel>
  );
}

/** One certificate stands for everybody here: whoever signs in has its rights, and that must not come as a surprise. */
function Sharing({ userName, powers }: { readonly userName: string; readonly powers: readonly string[] }) {
  const rights = powers.length === 0 ? "with the VMs of that user" : "with powers over every VM";
  return (
    <Notice
      tone={powers.length === 0 ? "info" : "warn"}
      title={`Everybody who signs in here acts as ${userName}, ${rights}.`}
    >
      Hypervisors and the activity log see no difference between you. Where people must not share rights, run
      one server for each, with a certificate of its own.
    </Notice>
  );
}

/** All client certificates that the server has found. */
export function CertificatesPanel() {
  const { Certificates } = useFreshSession();
  return (
    <Panel
      title="Certificates"
      hint="Put a new pair into the certificate directory of the server: it is used without a restart."
      flush
    >
      <SimpleTable
        label="Client certificates"
        columns={columns}
        rows={Certificates}
        keyOf={({ Name, ExpiresOn }) => `${Name} ${ExpiresOn}`}
      />
    </Panel>
  );
}

const columns: readonly SimpleColumn<CertificateInfo>[] = [
  { title: "File", cell: ({ Name }) => <span className="mono">{Name}</span> },
  { title: "User", cell: ({ UserName }) => UserName },
  { title: "Groups", cell: ({ Groups }) => Groups.join(", ") || <span className="muted">—</span> },
  {
    title: "Method powers",
    cell: ({ MethodPowers }) =>
      MethodPowers.length === 0 ? <span className="muted">none</span> : <code>{MethodPowers.join(" ")}</code>,
  },
  { title: "Ends", cell: ({ ExpiresOn }) => <Moment time={ExpiresOn} /> },
  { title: "State", cell: (row) => <CertificateState certificate={row} /> },
];

function CertificateState({ certificate }: { readonly certificate: CertificateInfo }) {
  const left = Date.parse(certificate.ExpiresOn) - useNow(60_000);
  if (left <= 0) return <StateBadge state="failed" label="has ended" />;
  const words = `${formatSeconds(left / 1000)} left`;
  if (left < soonDays * dayMs) return <StateBadge state="stale" label={words} />;
  return (
    <StateBadge
      state={certificate.InUse ? "healthy" : "closed"}
      label={certificate.InUse ? "in use" : words}
    />
  );
}
