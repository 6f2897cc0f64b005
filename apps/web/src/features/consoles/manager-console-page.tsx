import { useParams } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { openVmAction } from "../../actions/open-action.ts";
import { Button } from "../../ui/button.tsx";
import { Notice, RetryButton, Skeleton } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { useValue } from "../../ui/use-value.ts";
import { ConsoleHeading } from "./console-heading.tsx";
import styles from "./console-page.module.css";
import { ConsoleTabs } from "./console-tabs.tsx";
import { managerConsoles } from "./manager-consoles.ts";
import type { ManagerSession, ManagerState } from "./manager-session.ts";
import { CommandLine } from "./monitor-command-line.tsx";
import { PowerButtons } from "./power-buttons.tsx";
import { useConsoleVm } from "./use-console-vm.ts";
import { useKeptConsole } from "./use-kept-console.ts";
import { waitingReason } from "./waiting-reason.ts";

/** The monitor of a VM's virtualiser, for those with method powers. */
export function ManagerConsolePage() {
  const { ip = "" } = useParams({ strict: false }) as { readonly ip?: string };
  const session = useKeptConsole(managerConsoles, ip);
  const vm = useConsoleVm(ip);
  const name = vm?.name ?? ip;
  useEffect(() => {
    if (vm?.state === "running" && session?.state.get().phase === "waiting-for-vm") session.retry();
  }, [vm, session]);
  return (
    <Page
      title={`${name}: monitor`}
      heading={<ConsoleHeading ip={ip} vm={vm} />}
      fill
      actions={<ConsoleTabs ip={ip} current="manager" />}
    >
      <div className={styles["frame"]}>
        <div className={styles["bar"]} role="toolbar" aria-label="Monitor">
          <PowerButtons vm={vm} />
          <span className={styles["spacer"]} />
          <Button small onClick={() => session?.clear()}>
            Clear
          </Button>
        </div>
        {session === undefined ? <Skeleton /> : <Monitor session={session} />}
      </div>
    </Page>
  );
}

function Monitor({ session }: { readonly session: ManagerSession }) {
  const state = useValue(session.state);
  const end = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines bring the end into sight
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [state.lines]);
  return (
    <>
      <MonitorNotice session={session} state={state} />
      <div className={styles["screen"]} data-phase={state.phase}>
        {state.phase === "connecting" && (
          <p role="status" className={styles["soon"]}>
            Connecting to the monitor…
          </p>
        )}
        <div
          className={styles["lines"]}
          role="log"
          aria-label="Monitor output"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
          tabIndex={0}
          data-console="manager"
        >
          {state.lines.map(({ id, from, text }) => (
            <div key={id} data-from={from}>
              {from === "you" ? `› ${text}` : text}
            </div>
          ))}
          <div ref={end} />
        </div>
      </div>
      <CommandLine session={session} />
    </>
  );
}

/** Why nothing can be sent, and the button that fixes it. */
function MonitorNotice({
  session,
  state,
}: {
  readonly session: ManagerSession;
  readonly state: ManagerState;
}) {
  const vm = useConsoleVm(session.ip);
  if (state.phase === "waiting-for-vm")
    return (
      <Notice
        title="Waiting for the VM"
        actions={
          <Button small kind="primary" icon="play" onClick={() => openVmAction("StartVm", session.ip)}>
            Start
          </Button>
        }
      >
        {waitingReason(state.reason, vm)} The monitor comes back by itself when it runs.
      </Notice>
    );
  if (state.phase === "connected" || state.reason === "") return null;
  return (
    <Notice
      tone={state.phase === "ended" ? "bad" : "warn"}
      title={state.phase === "ended" ? "Monitor closed" : "Connection lost"}
      actions={<RetryButton onRetry={() => session.retry()} />}
    >
      {state.reason}
    </Notice>
  );
}
