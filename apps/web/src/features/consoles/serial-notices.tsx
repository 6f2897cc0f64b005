import { consoleCloseCodes } from "@stackdeck/api-types";
import { openVmAction } from "../../actions/open-action.ts";
import { Button } from "../../ui/button.tsx";
import { Notice, type NoticeTone, RetryButton } from "../../ui/notice.tsx";
import { NotAllowed } from "./not-allowed.tsx";
import type { SerialSession } from "./serial-session.ts";
import type { SerialState, SerialUpstream } from "./serial-state.ts";

interface Shown {
  readonly session: SerialSession;
  readonly state: SerialState;
}

/** What is wrong, and the button that fixes it. Nothing while all is well. */
export function SerialNotices({ session, state }: Shown) {
  return (
    <>
      <LinkNotice session={session} state={state} />
      {state.phase === "attached" && state.upstream !== undefined && (
        <UpstreamNotice session={session} upstream={state.upstream} />
      )}
      {state.askedBy !== undefined && <KeyboardNotice session={session} askedBy={state.askedBy} />}
      {state.rejected !== undefined && <RejectedNotice session={session} state={state} />}
      {state.unsent !== "" && <UnsentNotice session={session} state={state} />}
      <PasteNotices session={session} state={state} />
    </>
  );
}

function RejectedNotice({ session, state }: Shown) {
  return (
    <Notice
      tone="warn"
      title="Not typed"
      actions={
        <>
          {!state.writer && (
            <Button small onClick={() => session.askKeyboard()}>
              Ask for the keyboard
            </Button>
          )}
          <Button small onClick={() => session.dismiss("rejected")}>
            Dismiss
          </Button>
        </>
      }
    >
      {state.rejected}
    </Notice>
  );
}

/** How far a paste is, and how far one came that was cut off. */
function PasteNotices({ session, state }: Shown) {
  return (
    <>
      {state.pasteCut !== undefined && (
        <Notice
          tone="warn"
          title="Not all was pasted"
          actions={
            <Button small onClick={() => session.dismiss("pasteCut")}>
              Dismiss
            </Button>
          }
        >
          {state.pasteCut.sent} of {state.pasteCut.total} characters were typed. The rest was not, and is not
          typed later.
        </Notice>
      )}
      {state.paste !== undefined && (
        <Notice
          title="Pasting"
          actions={
            <Button small onClick={() => session.cancelPaste()}>
              Stop
            </Button>
          }
        >
          <progress value={state.paste.sent} max={state.paste.total} aria-label="Characters pasted" />{" "}
          {state.paste.sent} of {state.paste.total} characters
        </Notice>
      )}
    </>
  );
}

function LinkNotice({ session, state }: Shown) {
  if (state.phase === "reconnecting")
    return (
      <Notice tone="warn" title="Connection lost" actions={<RetryButton onRetry={() => session.retry()} />}>
        Reconnecting; what comes meanwhile is kept and will follow.
      </Notice>
    );
  if (state.phase !== "ended" || state.end === undefined) return null;
  if (state.end.code === consoleCloseCodes.forbidden) return <NotAllowed reason={state.end.reason} />;
  return (
    <Notice tone="bad" title="Console closed" actions={<RetryButton onRetry={() => session.retry()} />}>
      {state.end.reason || "The server closed the console."}
    </Notice>
  );
}

const tones: Readonly<Partial<Record<SerialUpstream["state"], NoticeTone>>> = {
  refused: "bad",
  unreachable: "bad",
  "busy-elsewhere": "warn",
  blocked: "warn",
  "waiting-for-vm": "info",
  connecting: "info",
};

const titles: Readonly<Partial<Record<SerialUpstream["state"], string>>> = {
  refused: "Not allowed",
  unreachable: "Hypervisor out of reach",
  "busy-elsewhere": "Serial port in use",
  blocked: "VM is busy",
  "waiting-for-vm": "Waiting for the VM",
  connecting: "Attaching",
};

const startable = new Set(["stopped", "crashed", "failed to start", "debugging"]);

function UpstreamNotice({
  session,
  upstream,
}: {
  readonly session: SerialSession;
  readonly upstream: SerialUpstream;
}) {
  const tone = tones[upstream.state];
  if (tone === undefined) return null;
  const mayStart = upstream.state === "waiting-for-vm" && startable.has(upstream.vmState);
  return (
    <Notice
      tone={tone}
      title={titles[upstream.state]}
      actions={
        mayStart ? (
          <Button small kind="primary" icon="play" onClick={() => openVmAction("StartVm", session.ip)}>
            Start
          </Button>
        ) : (
          upstream.state !== "connecting" && <RetryButton onRetry={() => session.retry()} />
        )
      }
    >
      {upstream.text} {upstream.state === "waiting-for-vm" && "The console attaches by itself when it runs."}
      {upstream.hypervisorError !== "" && <code>{upstream.hypervisorError}</code>}
    </Notice>
  );
}

function KeyboardNotice(props: {
  readonly session: SerialSession;
  readonly askedBy: { readonly viewerId: string; readonly userName: string };
}) {
  const { session, askedBy } = props;
  return (
    <Notice
      title={`${askedBy.userName} asks for the keyboard`}
      actions={
        <>
          <Button small kind="primary" onClick={() => session.giveKeyboard(askedBy.viewerId)}>
            Give
          </Button>
          <Button small onClick={() => session.refuseKeyboard()}>
            Keep
          </Button>
        </>
      }
    />
  );
}

function UnsentNotice({ session, state }: Shown) {
  const connected = state.phase === "attached" && state.upstream?.state === "live";
  const shown = state.unsent.replace(/[\x00-\x1f\x7f]/g, "␍");
  return (
    <Notice
      tone="warn"
      title="Typed without a connection, not sent"
      actions={
        <>
          <Button
            small
            reason={connected ? undefined : "There is no connection yet"}
            onClick={() => session.sendUnsent()}
          >
            Send now
          </Button>
          <Button small onClick={() => session.discardUnsent()}>
            Discard
          </Button>
        </>
      }
    >
      <code>{shown}</code>
    </Notice>
  );
}
