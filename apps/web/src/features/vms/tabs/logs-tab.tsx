import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf, send } from "../../../api/http.ts";
import { useMethodQuery, useMethodText } from "../../../api/use-method.ts";
import { Button } from "../../../ui/button.tsx";
import { Select, TextInput } from "../../../ui/form/inputs.tsx";
import { formatBytes } from "../../../ui/format.ts";
import { EmptyState, Skeleton } from "../../../ui/notice.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { saveText } from "../../../ui/save-file.ts";
import type { VmTabProps } from "../vm-page.tsx";
import { plainLog } from "./plain-log.ts";
import styles from "./tabs.module.css";

/** Boot log, patch log and the logs of the virtualiser. */
export function LogsTab({ vm }: VmTabProps) {
  const [log, setLog] = useState("boot");
  const files = useMethodQuery("ListVmVirtualiserLogFiles", { IpAddress: vm.ip });
  const names = files.data?.Filenames ?? [];
  const options: (readonly [string, string])[] = [
    ["boot", "Boot log"],
    ["patch", "Last patch"],
    ...names.map(
      (name, index) =>
        [`file:${name}`, `Virtualiser: ${name} (${formatBytes(files.data?.Lengths?.[index] ?? 0)})`] as const,
    ),
  ];
  return (
    <Panel
      title="Logs"
      actions={
        <Select
          aria-label="Which log"
          value={log}
          options={options}
          onChange={(event) => setLog(event.target.value)}
        />
      }
    >
      {log === "boot" ? (
        <BootLog ip={vm.ip} name={vm.name} />
      ) : log === "patch" ? (
        <PatchLog ip={vm.ip} name={vm.name} />
      ) : (
        <VirtualiserLog key={log} ip={vm.ip} name={vm.name} file={log.slice("file:".length)} />
      )}
    </Panel>
  );
}

interface LogProps {
  readonly ip: string;
  readonly name: string;
}

function BootLog({ ip, name }: LogProps) {
  const log = useQuery({
    queryKey: ["text", "boot-log", ip],
    queryFn: async ({ signal }) =>
      (
        await send(`/api/v1/vms/${encodeURIComponent(ip)}/boot-log`, { signal, headers: { Accept: "*/*" } })
      ).text(),
  });
  return (
    <LogText
      name={`${name}-boot`}
      text={log.data}
      error={log.error}
      empty="Nothing was written at the last boot."
    />
  );
}

function PatchLog({ ip, name }: LogProps) {
  const log = useMethodText("GetVmLastPatchLog", { IpAddress: ip });
  return <LogText name={`${name}-patch`} text={log.data} error={log.error} empty="It was never patched." />;
}

function VirtualiserLog({ ip, name, file }: LogProps & { readonly file: string }) {
  const log = useMethodText("GetVmVirtualiserLogFile", { IpAddress: ip, Filename: file });
  return <LogText name={`${name}-${file}`} text={log.data} error={log.error} empty="The file is empty." />;
}

/** Why there is no log to be seen: not allowed, not reachable, or broken. */
function LogError({ error }: { readonly error: Error }) {
  const { status, title, detail } = problemOf(error);
  return (
    <EmptyState icon={status === 403 ? "lock" : "error"} title={title}>
      {detail}
    </EmptyState>
  );
}

/** Lines shown at once; the file itself can be saved whole. */
const mostLines = 5_000;

function LogText(props: {
  readonly name: string;
  readonly text: string | undefined;
  readonly error: Error | null;
  readonly empty: string;
}) {
  const [filter, setFilter] = useState("");
  if (props.error) return <LogError error={props.error} />;
  if (props.text === undefined) return <Skeleton rows={6} />;
  if (props.text === "") return <p className="muted">{props.empty}</p>;
  const all = plainLog(props.text).split("\n");
  const found = filter ? all.filter((line) => line.toLowerCase().includes(filter.toLowerCase())) : all;
  const shown = found.slice(-mostLines);
  return (
    <div className={styles["stack"]}>
      <div className={styles["filter"]}>
        <TextInput
          aria-label="Filter lines"
          placeholder="Filter lines"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <Button icon="download" onClick={() => saveText(`${props.name}.log`, props.text ?? "")}>
          Save
        </Button>
        <span className="muted num">
          {shown.length < found.length ? `last ${shown.length} of ` : ""}
          {found.length} lines
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className={styles["log"]} tabIndex={0} aria-label="Log">
        <pre>{shown.join("\n")}</pre>
      </section>
    </div>
  );
}
