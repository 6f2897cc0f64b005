import { subjectOfDetail, type VmSubject } from "../../actions/vm-subject.ts";
import { useLiveRow } from "../../api/use-live.ts";

/** The VM of a console, kept current; undefined until known. */
export function useConsoleVm(ip: string): VmSubject | undefined {
  const { row } = useLiveRow("vm", { IpAddress: ip });
  return row === undefined ? undefined : subjectOfDetail(row);
}
