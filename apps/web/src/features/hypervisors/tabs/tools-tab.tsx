import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { problemOf } from "../../../api/http.ts";
import { useMethodQuery } from "../../../api/use-method.ts";
import { useSession } from "../../../api/use-session.ts";
import { copyText } from "../../../shell/clipboard.ts";
import { Button } from "../../../ui/button.tsx";
import type { IconName } from "../../../ui/icon.tsx";
import { Panel } from "../../../ui/panel.tsx";
import type { HypervisorTabProps } from "../hypervisor-page.tsx";
import { hypervisorReason } from "../hypervisor-reason.ts";
import styles from "../hypervisors.module.css";
import type { OperatorMethod } from "../operator-actions.ts";

/** What the machine says of itself, and the tools for it. */
export function ToolsTab(props: HypervisorTabProps) {
  return (
    <>
      <Machine {...props} />
      <PublicKey {...props} />
      <Panel title="Tools" flush>
        <ul className={styles["tools"]}>
          {tools.map((tool) => (
            <Tool key={tool.method} tool={tool} {...props} />
          ))}
        </ul>
      </Panel>
    </>
  );
}

/** An answer, or why there is none, in the place where it belongs. */
function Said<T>(props: { readonly query: UseQueryResult<T>; readonly children: (data: T) => ReactNode }) {
  const { query } = props;
  if (query.data !== undefined) return props.children(query.data);
  if (!query.error) return <span className="muted">Reading…</span>;
  const { detail, hypervisorError, title } = problemOf(query.error);
  return <span className={styles["refused"]}>{hypervisorError ?? detail ?? title}</span>;
}

function Machine({ hypervisor }: HypervisorTabProps) {
  const { Id: id } = hypervisor;
  const provider = useMethodQuery("GetIdentityProvider", {}, { id });
  const cookie = useMethodQuery("GetRootCookiePath", {}, { id });
  const directories = useMethodQuery("ListVolumeDirectories", {}, { id });
  return (
    <Panel title="On the machine">
      <dl className={styles["lines"]}>
        <dt>Identity provider</dt>
        <dd>
          <Said query={provider}>{(data) => data.BaseUrl || "none"}</Said>
        </dd>
        <dt>Root cookie</dt>
        <dd className="mono">
          <Said query={cookie}>{(data) => data.Path}</Said>
        </dd>
        <dt>Volume directories</dt>
        <dd className="mono">
          <Said query={directories}>
            {(data) =>
              data.Directories.length === 0
                ? "none"
                : data.Directories.map((directory) => <div key={directory}>{directory}</div>)
            }
          </Said>
        </dd>
        <dt>Methods offered</dt>
        <dd>{hypervisor.Methods.length === 0 ? "not known" : hypervisor.Methods.length}</dd>
      </dl>
    </Panel>
  );
}

function PublicKey({ hypervisor }: HypervisorTabProps) {
  const key = useMethodQuery("GetPublicKey", {}, { id: hypervisor.Id });
  const pem = key.data ? atob(key.data.KeyPEM ?? "") : "";
  return (
    <Panel
      title="Public key"
      hint="For encrypting what only this hypervisor shall read."
      actions={
        <Button icon="copy" disabled={pem === ""} onClick={() => void copyText(pem, "Public key copied")}>
          Copy
        </Button>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long content must scroll by keyboard */}
      <pre className={styles["key"]} tabIndex={0}>
        <Said query={key}>{() => pem || "none"}</Said>
      </pre>
    </Panel>
  );
}

interface ToolRow {
  readonly method: OperatorMethod;
  readonly icon: IconName;
  readonly button: string;
  readonly title: string;
  readonly text: string;
}

const tools: readonly ToolRow[] = [
  {
    method: "ChangeOwners",
    icon: "user",
    button: "Change owners",
    title: "Owners of the hypervisor",
    text: "They may do everything here. Kept in memory only: a fleet manager sets them again.",
  },
  {
    method: "ImportLocalVm",
    icon: "download",
    button: "Import a VM from files",
    title: "Import",
    text: "Takes over volume files that lie on the machine as a VM. Only from the machine itself.",
  },
  {
    method: "HoldLock",
    icon: "lock",
    button: "Hold the main lock",
    title: "Main lock",
    text: "For finding out what waits for it. Everybody else's calls wait meanwhile.",
  },
];

function Tool({ tool, hypervisor, ask }: HypervisorTabProps & { readonly tool: ToolRow }) {
  return (
    <li>
      <div>
        <h3>{tool.title}</h3>
        <p className="muted">{tool.text}</p>
      </div>
      <Button
        icon={tool.icon}
        reason={hypervisorReason(tool.method, useSession(), hypervisor)}
        onClick={() => ask(tool.method)}
      >
        {tool.button}
      </Button>
    </li>
  );
}
