import type { FileSystem } from "@stackdeck/api-types";
import { useMemo, useState } from "react";
import { whyNot } from "../../../actions/may-run.ts";
import { ProblemNotice } from "../../../actions/problem-notice.tsx";
import type { VmSubject } from "../../../actions/vm-subject.ts";
import { useMethod } from "../../../api/use-method.ts";
import { useSession } from "../../../api/use-session.ts";
import { Button } from "../../../ui/button.tsx";
import { TextInput } from "../../../ui/form/inputs.tsx";
import { formatBytes, formatNumber } from "../../../ui/format.ts";
import { Icon } from "../../../ui/icon.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { findInTree, type TreeEntry, treeOf } from "./file-tree.ts";
import styles from "./tabs.module.css";

const mostFound = 200;
const icons = { directory: "folder", file: "file", link: "link", special: "disk" } as const;

/** The files of the root volume of a stopped VM, with sizes and search. */
export function ScanPanel({ vm }: { readonly vm: VmSubject }) {
  const caller = useSession();
  const scan = useMethod("ScanVmRoot");
  const fileSystem = scan.answer?.FileSystem;
  return (
    <Panel
      title="Files of the root volume"
      hint="Reads the whole volume: may take minutes, and the VM can not be changed meanwhile."
      actions={
        <Button
          small
          icon="search"
          busy={scan.busy}
          reason={whyNot("ScanVmRoot", vm, caller)}
          onClick={() => void scan.run({ IpAddress: vm.ip })}
        >
          {scan.busy ? "Scanning…" : "Scan"}
        </Button>
      }
    >
      {scan.problem && <ProblemNotice problem={scan.problem} />}
      {fileSystem ? <Browser fileSystem={fileSystem} /> : <p className="muted">Not scanned yet.</p>}
    </Panel>
  );
}

function Browser({ fileSystem }: { readonly fileSystem: FileSystem }) {
  const root = useMemo(() => treeOf(fileSystem), [fileSystem]);
  const [path, setPath] = useState<readonly TreeEntry[]>([]);
  const [typed, setTyped] = useState("");
  const here = path.at(-1) ?? root;
  const shown = typed ? findInTree(root, typed, mostFound) : here.children;
  return (
    <div className={styles["stack"]}>
      <p>
        {formatNumber(fileSystem.NumRegularInodes)} files, {formatNumber(fileSystem.DirectoryCount)}{" "}
        directories, {formatBytes(fileSystem.TotalDataBytes)}
      </p>
      <TextInput
        aria-label="Find files"
        placeholder="Find by path"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {!typed && (
        <div className={styles["row"]}>
          <Button small kind="quiet" onClick={() => setPath([])}>
            /
          </Button>
          {path.map((entry, index) => (
            <Button key={entry.path} small kind="quiet" onClick={() => setPath(path.slice(0, index + 1))}>
              {entry.name}
            </Button>
          ))}
        </div>
      )}
      <ul className={styles["tree"]}>
        {shown.slice(0, mostFound).map((entry) => (
          <li key={entry.path}>
            <Row
              entry={entry}
              label={typed ? entry.path : entry.name}
              onOpen={entry.kind === "directory" && !typed ? () => setPath([...path, entry]) : undefined}
            />
          </li>
        ))}
      </ul>
      {shown.length > mostFound && <p className="muted">The first {mostFound} are shown.</p>}
    </div>
  );
}

function Row(props: {
  readonly entry: TreeEntry;
  readonly label: string;
  readonly onOpen: (() => void) | undefined;
}) {
  const { entry, onOpen } = props;
  const content = (
    <>
      <Icon name={icons[entry.kind]} />
      <span className="mono">
        {props.label}
        {entry.target && ` → ${entry.target}`}
      </span>
      <span className="num muted">{entry.kind === "link" ? "" : formatBytes(entry.size)}</span>
    </>
  );
  return onOpen ? (
    <button type="button" className={styles["entry"]} onClick={onOpen}>
      {content}
    </button>
  ) : (
    <div className={styles["entry"]}>{content}</div>
  );
}
