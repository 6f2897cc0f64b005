import type { Operation, Problem } from "@stackdeck/api-types";
import { useState } from "react";
import { announceEnd, showOperations } from "../../../actions/announce-end.ts";
import { startOperation } from "../../../api/call.ts";
import { problemOf } from "../../../api/http.ts";
import { startUpload, type Upload } from "../../../api/upload.ts";
import { announce } from "../../../ui/toasts.ts";
import type { CreateDraft } from "./create-draft.ts";
import { numbersOf, requestOfDraft } from "./draft-request.ts";

/** One VM that is being made. */
export interface BegunCreate {
  readonly operation: Operation;
  readonly name: string;
  readonly upload: Upload | undefined;
}

/** Begins the creation of the VMs of a draft, one operation each; the draft stays whatever happens. */
export function useCreateRun() {
  const [begun, setBegun] = useState<readonly BegunCreate[]>([]);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ problem: Problem; draft: CreateDraft } | undefined>();
  const start = async (
    method: "CreateVm" | "CreateVmAsync",
    draft: CreateDraft,
    file: File | undefined,
  ): Promise<boolean> => {
    setBusy(true);
    setFailure(undefined);
    const upload = draft.source === "file" ? file : undefined;
    try {
      for (const number of numbersOf(draft)) {
        const request = requestOfDraft(draft, { file: upload, number });
        const operation = await startOperation(method, request);
        const started = upload ? startUpload(operation.Id, "image", upload) : undefined;
        const one = { operation, name: String(request["Hostname"]), upload: started };
        setBegun((before) => [one, ...before]);
        // Of many, their own progress says it.
        if (Number(draft.count) === 1) void announceEnd(operation, `Create ${one.name}`);
      }
      announce({
        tone: "info",
        title: `Creating ${draft.hostname}`,
        action: showOperations,
      });
      return true;
    } catch (error) {
      setFailure({ problem: problemOf(error), draft });
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { begun, busy, problem: failure?.problem, problemDraft: failure?.draft, start };
}
