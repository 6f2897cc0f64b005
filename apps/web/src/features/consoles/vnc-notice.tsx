import type { ReactNode } from "react";
import { callerReason } from "../../actions/may-run.ts";
import { openVmAction } from "../../actions/open-action.ts";
import type { VmSubject } from "../../actions/vm-subject.ts";
import { useSession } from "../../api/use-session.ts";
import { Button } from "../../ui/button.tsx";
import { Notice, RetryButton } from "../../ui/notice.tsx";
import styles from "./console-page.module.css";
import { NotAllowed } from "./not-allowed.tsx";
import type { VncSession } from "./vnc-session.ts";
import type { VncState } from "./vnc-state.ts";
import { waitingReason } from "./waiting-reason.ts";

interface Shown {
  readonly session: VncSession;
  readonly state: VncState;
  readonly vm: VmSubject | undefined;
}

/** In the place of the picture: why there is none, and the button that fixes it. Nothing while all is well. */
export function VncNotice(props: Shown) {
  const { phase } = props.state;
  const caller = useSession();
  const isRefused =
    props.vm !== undefined && callerReason("ConnectToVmConsole", caller, props.vm) !== undefined;
  if (phase === "connected") return null;
  if (phase === "connecting")
    return (
      <p role="status" className={styles["soon"]}>
        Connecting to the screen…
      </p>
    );
  return <div className={styles["overlay"]}>{noticeOf({ ...props, isRefused })}</div>;
}

function noticeOf({ session, state, vm, isRefused }: Shown & { readonly isRefused: boolean }): ReactNode {
  const retry = <RetryButton onRetry={() => session.retry()} />;
  if (state.phase === "reconnecting")
    return (
      <Notice tone="warn" title="Connection lost" actions={retry}>
        {state.reason} Trying again.
      </Notice>
    );
  if (state.phase === "ended" && isRefused) return <NotAllowed reason={state.reason} />;
  if (state.phase === "ended")
    return (
      <Notice tone="bad" title="Screen closed" actions={retry}>
        {state.reason || "The server closed the console."}
      </Notice>
    );
  const hasNoScreen = vm !== undefined && vm.consoleType !== "vnc";
  if (state.phase === "no-screen" || hasNoScreen) return <NoScreenNotice session={session} vm={vm} />;
  return (
    <Notice title="Waiting for the VM" actions={<StartButton ip={session.ip} />}>
      {waitingReason(state.reason, vm)} The screen comes back by itself when it runs.
    </Notice>
  );
}

function StartButton({ ip }: { readonly ip: string }) {
  return (
    <Button small kind="primary" icon="play" onClick={() => openVmAction("StartVm", ip)}>
      Start
    </Button>
  );
}

function StopButton({ ip }: { readonly ip: string }) {
  return (
    <Button small kind="primary" icon="stop" onClick={() => openVmAction("StopVm", ip)}>
      Stop
    </Button>
  );
}

/** A VM gets a screen in three steps: it is stopped, its console type is changed, it is started. Offers the next one. */
function NoScreenNotice({ session: { ip }, vm }: Pick<Shown, "session" | "vm">) {
  const isSet = vm?.consoleType === "vnc";
  const isStopped = vm?.state === "stopped";
  const change = (
    <Button
      small
      kind="primary"
      onClick={() => openVmAction("ChangeVmConsoleType", ip, { ConsoleType: "vnc" })}
    >
      Change to VNC
    </Button>
  );
  const next = !isStopped ? <StopButton ip={ip} /> : isSet ? <StartButton ip={ip} /> : change;
  return (
    <Notice tone="warn" title="This VM has no screen" actions={next}>
      {isSet
        ? "VNC is set, but was not when the VM was started: stop it and start it again."
        : `Its console type is ${vm?.consoleType ?? "none"}. To get a screen it is stopped, changed to VNC and started again.`}
    </Notice>
  );
}
