import type { Problem } from "@stackdeck/api-types";
import { useState } from "react";
import { callerReason, whyNot } from "../../../actions/may-run.ts";
import { ProblemNotice } from "../../../actions/problem-notice.tsx";
import type { VmSubject } from "../../../actions/vm-subject.ts";
import { sendRaw } from "../../../api/call.ts";
import { problemOf } from "../../../api/http.ts";
import { queryClient } from "../../../api/query-client.ts";
import { useMethodText } from "../../../api/use-method.ts";
import { useSession } from "../../../api/use-session.ts";
import { Button } from "../../../ui/button.tsx";
import { Field } from "../../../ui/form/field.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { saveText } from "../../../ui/save-file.ts";
import { announce } from "../../../ui/toasts.ts";
import { UserDataEditor } from "../create/user-data-editor.tsx";
import { ActionButton } from "./action-button.tsx";
import styles from "./tabs.module.css";

/** What was typed and not sent, by VM: another tab does not lose it. Not stored, since it may hold secrets. */
const drafts = new Map<string, string>();

function useDraft(ip: string) {
  const [draft, keep] = useState(() => drafts.get(ip));
  const setDraft = (text: string | undefined) => {
    if (text === undefined) drafts.delete(ip);
    else drafts.set(ip, text);
    keep(text);
  };
  return { draft, setDraft };
}

/** User data: view, edit, replace; one earlier version is kept to go back to. */
export function UserDataPanel({ vm }: { readonly vm: VmSubject }) {
  const caller = useSession();
  const { draft, setDraft } = useDraft(vm.ip);
  const [wanted, setWanted] = useState(draft !== undefined);
  const [problem, setProblem] = useState<Problem | undefined>();
  const [busy, setBusy] = useState(false);
  const data = useMethodText("GetVmUserData", { IpAddress: vm.ip }, wanted);
  const text = draft ?? data.data ?? "";
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await sendRaw("ReplaceVmUserData", { IpAddress: vm.ip }, new Blob([text]));
      setDraft(undefined);
      await queryClient.invalidateQueries({ queryKey: ["text"] });
      announce({
        tone: "good",
        title: `The user data of ${vm.name} were replaced`,
        detail: "The guest reads them at its next request.",
      });
    } catch (error) {
      setProblem(problemOf(error));
    }
    setBusy(false);
  };
  const changed = draft !== undefined && draft !== data.data;
  return (
    <Panel
      title="User data"
      hint="What cloud-init reads. Replacing keeps the former version once."
      actions={
        <>
          <ActionButton method="RestoreVmUserData" vm={vm} label="Restore old" />
          <ActionButton method="DiscardVmOldUserData" vm={vm} label="Discard old" />
        </>
      }
    >
      <div className={styles["stack"]}>
        {!wanted && (
          <div>
            <Button
              icon="eye"
              reason={callerReason("GetVmUserData", caller, vm)}
              onClick={() => setWanted(true)}
            >
              Show and edit
            </Button>
          </div>
        )}
        {data.isError && <ProblemNotice problem={problemOf(data.error)} />}
        {wanted && data.isSuccess && (
          <>
            <Field label="Text of the user data">
              {(wiring) => <UserDataEditor wiring={wiring} value={text} onChange={setDraft} />}
            </Field>
            <div className={styles["row"]}>
              <Button
                kind="primary"
                busy={busy}
                disabled={!changed || text === ""}
                reason={whyNot("ReplaceVmUserData", vm, caller)}
                onClick={() => void save()}
              >
                {busy ? "Replacing…" : "Replace"}
              </Button>
              <Button disabled={!changed} onClick={() => setDraft(undefined)}>
                Undo edits
              </Button>
              <Button
                icon="download"
                disabled={text === ""}
                onClick={() => saveText(`${vm.name}-user-data`, text)}
              >
                Save as file
              </Button>
            </div>
          </>
        )}
        {problem && <ProblemNotice problem={problem} />}
      </div>
    </Panel>
  );
}
