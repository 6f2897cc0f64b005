import type { MethodName } from "@stackdeck/api-types";
import { useRef, useState } from "react";
import { runBounded } from "./bulk-plan.ts";
import { runOnVm } from "./run-action.ts";
import type { VmSubject } from "./vm-subject.ts";

/** How far one VM of a bulk action is; `state` names the badge. */
export interface BulkRow {
  readonly vm: VmSubject;
  readonly state: "cancelled" | "started" | "succeeded" | "failed";
  readonly text: string;
}

/** Calls in flight at once: hypervisors work on many VMs, people watch the table. */
const atOnce = 6;

/** Runs a bulk action and keeps its results until the dialog is closed. */
export function useBulkRun(method: MethodName) {
  const [rows, setRows] = useState<readonly BulkRow[]>([]);
  const [busy, setBusy] = useState(false);
  const abort = useRef(new AbortController());
  const fieldsRef = useRef<Readonly<Record<string, unknown>>>({});

  const mark = (vm: VmSubject, state: BulkRow["state"], text: string) =>
    setRows((before) => before.map((row) => (row.vm.ip === vm.ip ? { vm, state, text } : row)));

  const work = async (vms: readonly VmSubject[]) => {
    abort.current = new AbortController();
    const { signal } = abort.current;
    setBusy(true);
    const one = async (vm: VmSubject) => {
      mark(vm, "started", "Working…");
      const result = await runOnVm(method, vm.ip, fieldsRef.current);
      if (result.kind === "failed") mark(vm, "failed", result.problem.detail || result.problem.title);
      else mark(vm, "succeeded", result.kind === "operation" ? "Begun; see Operations" : "Done");
    };
    await runBounded(vms, one, { atOnce, signal });
    if (signal.aborted)
      setRows((before) =>
        before.map((row) =>
          row.text === "Waiting" ? { ...row, state: "cancelled", text: "Not begun" } : row,
        ),
      );
    setBusy(false);
  };

  return {
    rows,
    busy,
    start: (vms: readonly VmSubject[], fields: Readonly<Record<string, unknown>>) => {
      fieldsRef.current = fields;
      setRows(vms.map((vm) => ({ vm, state: "cancelled", text: "Waiting" })));
      void work(vms);
    },
    retry: () => void work(rows.filter((row) => row.state === "failed").map((row) => row.vm)),
    cancel: () => abort.current.abort(),
  };
}
