import "@xterm/xterm/css/xterm.css";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useState } from "react";
import { Button, IconButton } from "../../ui/button.tsx";
import { EmptyState, Skeleton } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { popOut } from "./pop-out.ts";
import { serialConsoles } from "./serial-consoles.ts";
import { SerialPane } from "./serial-pane.tsx";
import { useConsoleVm } from "./use-console-vm.ts";
import { useKeptConsole } from "./use-kept-console.ts";
import { vncConsoles } from "./vnc-consoles.ts";
import { VncPane } from "./vnc-pane.tsx";
import styles from "./workspace.module.css";
import {
  formatPanes,
  paneKey,
  parsePanes,
  storedWorkspace,
  storeWorkspace,
  type WorkspaceLayout,
  type WorkspacePane,
  type WorkspaceSearch,
  withPane,
  workspaceLayouts,
} from "./workspace-search.ts";

/** Several consoles at once. What is open and how it lies is in the address. */
export function WorkspacePage() {
  const { search, change } = useWorkspace();
  const panes = parsePanes(search.open);
  const layout = search.layout ?? "tabs";
  const active = panes.some((it) => paneKey(it) === search.active) ? search.active : firstKey(panes);
  const switchWithKeys = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || !event.ctrlKey || !event.shiftKey || panes.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const at = panes.findIndex((it) => paneKey(it) === active);
    const next = panes.at((at + step) % panes.length);
    if (next !== undefined) change({ ...search, active: paneKey(next) });
  };
  return (
    <Page title="Consoles" fill>
      <div className={styles["workspace"]} onKeyDownCapture={switchWithKeys}>
        <WorkspaceBar search={search} active={active} change={change} />
        {panes.length === 0 ? (
          <NothingOpen />
        ) : (
          <div className={styles["panes"]} data-layout={layout}>
            {panes.map((pane) => (
              <div
                key={paneKey(pane)}
                className={styles["pane"]}
                hidden={layout === "tabs" && paneKey(pane) !== active}
              >
                {layout !== "tabs" && (
                  <PaneHead
                    pane={pane}
                    onEnlarge={() => change({ ...search, layout: "tabs", active: paneKey(pane) })}
                  />
                )}
                <div className={styles["slot"]}>
                  {pane.kind === "serial" ? <SerialSlot ip={pane.ip} /> : <ScreenSlot ip={pane.ip} />}
                </div>
              </div>
            ))}
          </div>
        )}
      </div>
    </Page>
  );
}

/** The workspace of the address; without one there, the one that was left. */
function useWorkspace() {
  const search = useSearch({ strict: false }) as WorkspaceSearch;
  const navigate = useNavigate();
  const change = (next: WorkspaceSearch): void =>
    void navigate({ to: "/consoles", search: next, replace: true });
  useEffect(() => {
    if (search.open !== undefined) storeWorkspace(search);
    else if (storedWorkspace().open !== undefined)
      void navigate({ to: "/consoles", search: storedWorkspace(), replace: true });
  }, [search, navigate]);
  return { search, change };
}

function NothingOpen() {
  return (
    <EmptyState icon="terminal" title="No console is open here" action={<Link to="/vms">All VMs</Link>}>
      Open the console of a VM and choose "Add to the workspace".
    </EmptyState>
  );
}

/** What is open, what was closed last, and how the consoles lie. */
function WorkspaceBar(props: {
  readonly search: WorkspaceSearch;
  readonly active: string | undefined;
  readonly change: (next: WorkspaceSearch) => void;
}) {
  const { search, active, change } = props;
  const [closed, setClosed] = useState<WorkspacePane | undefined>(undefined);
  const panes = parsePanes(search.open);
  const layout = search.layout ?? "tabs";
  const close = (pane: WorkspacePane): void => {
    setClosed(pane);
    const left = panes.filter((it) => it !== pane);
    storeWorkspace({});
    change({ layout, ...(left.length === 0 ? {} : { open: formatPanes(left) }) });
  };
  const reopen = (pane: WorkspacePane): void => {
    setClosed(undefined);
    change(withPane(search, pane));
  };
  return (
    <div className={styles["bar"]} role="toolbar" aria-label="Workspace">
      {panes.map((pane) => (
        <PaneTab
          key={paneKey(pane)}
          pane={pane}
          active={paneKey(pane) === active}
          onShow={() => change({ ...search, active: paneKey(pane) })}
          onClose={() => close(pane)}
        />
      ))}
      {closed !== undefined && (
        <Button small icon="undo" onClick={() => reopen(closed)}>
          Reopen the closed console
        </Button>
      )}
      <span className={styles["spacer"]} />
      <span className={styles["layouts"]}>
        {Object.entries(workspaceLayouts).map(([name, label]) => (
          <Button
            key={name}
            small
            aria-pressed={layout === name}
            onClick={() => change({ ...search, layout: name as WorkspaceLayout })}
          >
            {label}
          </Button>
        ))}
      </span>
    </div>
  );
}

/** What a console is called. */
const paneLabel = ({ kind, ip }: WorkspacePane, name: string | undefined): string =>
  `${name ?? ip}: ${kind === "serial" ? "serial" : "screen"}`;

/** Above a console that lies beside others: whose it is, since its buttons stop that VM and no other. */
function PaneHead({ pane, onEnlarge }: { readonly pane: WorkspacePane; readonly onEnlarge: () => void }) {
  const vm = useConsoleVm(pane.ip);
  const label = paneLabel(pane, vm?.name);
  return (
    <div className={styles["head"]}>
      <h2>{label}</h2>
      {vm !== undefined && <StateBadge state={vm.state} faded={vm.stale} />}
      <span className={styles["spacer"]} />
      <IconButton small kind="quiet" icon="screen" label={`Show only ${label}`} onClick={onEnlarge} />
      <IconButton
        small
        kind="quiet"
        icon="external"
        label={`Open ${label} in a window of its own`}
        onClick={() => popOut(pane.kind, pane.ip)}
      />
    </div>
  );
}

function PaneTab(props: {
  readonly pane: WorkspacePane;
  readonly active: boolean;
  readonly onShow: () => void;
  readonly onClose: () => void;
}) {
  const label = paneLabel(props.pane, useConsoleVm(props.pane.ip)?.name);
  return (
    <span className={styles["tab"]}>
      <Button small aria-pressed={props.active} onClick={props.onShow} title={label}>
        <span className={styles["label"]}>{label}</span>
      </Button>
      <IconButton small kind="quiet" icon="close" label={`Close ${label}`} onClick={props.onClose} />
    </span>
  );
}

function SerialSlot({ ip }: { readonly ip: string }) {
  const console_ = useKeptConsole(serialConsoles, ip);
  return console_ === undefined ? <Skeleton /> : <SerialPane console={console_} />;
}

function ScreenSlot({ ip }: { readonly ip: string }) {
  const session = useKeptConsole(vncConsoles, ip);
  return session === undefined ? <Skeleton /> : <VncPane session={session} />;
}

function firstKey([first]: readonly WorkspacePane[]): string | undefined {
  return first && paneKey(first);
}
