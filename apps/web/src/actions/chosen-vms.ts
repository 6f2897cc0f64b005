import { Value } from "../ui/subscribable.ts";
import type { VmSubject } from "./vm-subject.ts";

/** VMs that are selected in a list, or the row the keyboard is at: what the palette offers to work on. */
export const chosenVms = new Value<readonly VmSubject[]>([]);
