import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { ProblemNotice } from "../../../actions/problem-notice.tsx";
import { useMethodQuery } from "../../../api/use-method.ts";
import { copyText } from "../../../shell/clipboard.ts";
import { bottomBar } from "../../../ui/bottom-bar.ts";
import { Button } from "../../../ui/button.tsx";
import { focusFirstFault } from "../../../ui/form/focus-fault.ts";
import { plural } from "../../../ui/format.ts";
import { Notice } from "../../../ui/notice.tsx";
import { Page } from "../../../ui/page.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { announce } from "../../../ui/toasts.ts";
import { AdvancedSection } from "./advanced-section.tsx";
import styles from "./create.module.css";
import { CreateProgress } from "./create-progress.tsx";
import { draftErrors, errorsOfProblem } from "./draft-errors.ts";
import { draftLike } from "./draft-like.ts";
import { NameSection, NetworkSection, SizeSection, UserDataSection } from "./form-sections.tsx";
import { PlacementPanel } from "./placement-panel.tsx";
import { SourceSection } from "./source-section.tsx";
import { useCreateDraft } from "./use-create-draft.ts";
import { useCreateRun } from "./use-create-run.ts";
import { commandOf } from "./vm-control.ts";

/** Everything about a new VM on one page, and at once whether it will fit. */
export function CreateVmPage() {
  const { like } = useSearch({ from: "/vms/create" });
  const navigate = useNavigate();
  const { draft, change, clear, replace } = useCreateDraft();
  const [file, setFile] = useState<File | undefined>();
  const [shown, setShown] = useState(false);
  const run = useCreateRun();
  const template = useMethodQuery(
    "GetVmCreateRequest",
    { IpAddress: like ?? "" },
    { enabled: like !== undefined },
  );
  const request = template.data?.CreateVmRequest;
  useEffect(() => {
    if (request) replace(draftLike(request));
  }, [request, replace]);
  const errors = draftErrors(draft, file);
  const wrong = Object.keys(errors).length;
  // What the server found wrong stands beside its field until the field is changed.
  const refused = errorsOfProblem(run.problem, run.problemDraft, draft);
  const section = { draft, errors: shown ? { ...refused, ...errors } : refused, change };
  const clearWithUndo = () => {
    clear();
    announce({
      tone: "info",
      title: "The form was cleared",
      action: { label: "Undo", run: () => replace(draft) },
    });
  };
  const submit = async (method: "CreateVm" | "CreateVmAsync") => {
    setShown(true);
    if (wrong > 0) {
      focusFirstFault();
      return;
    }
    const begun = await run.start(method, draft, file);
    if (begun && method === "CreateVmAsync") void navigate({ to: "/operations" });
  };
  return (
    <Page
      form
      title="Create VM"
      actions={
        <Button kind="quiet" onClick={clearWithUndo}>
          Clear the form
        </Button>
      }
    >
      {template.isError && (
        <Notice tone="warn" title={`The create request of ${like} could not be read`}>
          {template.error.message} The form is as you left it.
        </Notice>
      )}
      <form
        className={styles["layout"]}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit("CreateVm");
        }}
      >
        <div className={styles["form"]}>
          <NameSection {...section} />
          <SourceSection {...section} file={file} onFile={setFile} />
          <SizeSection {...section} />
          <NetworkSection {...section} />
          <UserDataSection {...section} />
          <AdvancedSection {...section} />
          <SubmitBar
            run={run}
            count={Number(draft.count) || 1}
            wrong={shown ? wrong : 0}
            hasUpload={draft.source === "file"}
            onBackground={() => void submit("CreateVmAsync")}
          />
        </div>
        <div className={styles["aside"]}>
          <CreateProgress begun={run.begun} />
          <PlacementPanel draft={draft} file={file} onChoose={(hypervisor) => change({ hypervisor })} />
          <CommandPanel command={commandOf(draft)} />
        </div>
      </form>
    </Page>
  );
}

/** Stays in sight below the form, with what failed beside the button that did. */
function SubmitBar(props: {
  readonly run: ReturnType<typeof useCreateRun>;
  readonly count: number;
  /** Fields that need a look. */
  readonly wrong: number;
  readonly hasUpload: boolean;
  readonly onBackground: () => void;
}) {
  const { run, count, wrong } = props;
  return (
    <div ref={bottomBar} className={styles["submit"]}>
      {run.problem && (
        <div className={styles["failure"]}>
          <ProblemNotice problem={run.problem} />
        </div>
      )}
      <Button type="submit" kind="primary" busy={run.busy}>
        {run.busy ? "Beginning…" : `Create ${count > 1 ? plural(count, "VM") : "VM"}`}
      </Button>
      <Button onClick={props.onBackground} disabled={run.busy || props.hasUpload}>
        Create in the background
      </Button>
      {wrong > 0 && <span role="status">{plural(wrong, "field needs", "fields need")} a look</span>}
    </div>
  );
}

function CommandPanel({ command }: { readonly command: string }) {
  return (
    <Panel
      title="The same as a command"
      actions={
        <Button small kind="quiet" icon="copy" onClick={() => void copyText(command, "Command copied")}>
          Copy
        </Button>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className={styles["command"]} tabIndex={0} aria-label="vm-control command">
        <pre>{command}</pre>
      </section>
    </Panel>
  );
}
