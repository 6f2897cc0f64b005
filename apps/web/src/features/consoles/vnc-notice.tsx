import { openVmAction } from "../../actions/open-action.ts";
import type { VmSubject } from "../../actions/vm-subject.ts";
import { Button } from "../../ui/button.tsx";
import { Notice, RetryButton } from "../../ui/notice.tsx";
import type { VncSession, VncState } from "./vnc-session.ts";

/** What is wrong with the screen, and the button that fixes it. Nothing while all is well. */
export function VncNotice(props: {
  readonly session: VncSession;
  readonly state: VncState;
  readonly vm: VmSubject | undefined;
}) {
  const { session, state } = props;
  const retry = <RetryButton onRetry={() => session.retry()} />;
  switch (state.phase) {
    case "connected":
      return null;
    case "connecting":
      return <Notice>Connecting to the screen…</Notice>;
    case "reconnecting":
      return (
        <Notice tone="warn" title="Connection lost" actions={retry}>
          {state.reason} Trying again.
        </Notice>
      );
    case "waiting-for-vm":
      return (
        <Notice
          title="Waiting for the VM"
          actions={
            <Button small kind="primary" icon="play" onClick={() => openVmAction("StartVm", session.ip)}>
              Start
            </Button>
          }
        >
          {state.reason} The screen comes back by itself when it runs.
        </Notice>
      );
    case "no-screen":
      return <NoScreenNotice session={session} vm={props.vm} />;
    case "ended":
      return (
        <Notice tone="bad" title="Screen closed" actions={retry}>
          {state.reason || "The server closed the console."}
        </Notice>
      );
  }
}

function NoScreenNotice({
  session,
  vm,
}: {
  readonly session: VncSession;
  readonly vm: VmSubject | undefined;
}) {
  const already = vm?.consoleType === "vnc";
  return (
    <Notice
      tone="warn"
      title="This VM has no screen"
      actions={
        already ? (
          <RetryButton onRetry={() => session.retry()} />
        ) : (
          <Button
            small
            kind="primary"
            onClick={() => openVmAction("ChangeVmConsoleType", session.ip, { ConsoleType: "vnc" })}
          >
            Change to VNC
          </Button>
        )
      }
    >
      {already
        ? "VNC is set, but was not when the VM was started: stop and start it."
        : `Its console type is ${vm?.consoleType ?? "none"}. After the change it must be stopped and started.`}
    </Notice>
  );
}
