import { type MethodName, methods } from "@stackdeck/api-types";
import { whyNot } from "../../../actions/may-run.ts";
import { openVmAction } from "../../../actions/open-action.ts";
import { actionOf } from "../../../actions/registry.ts";
import type { VmSubject } from "../../../actions/vm-subject.ts";
import { useSession } from "../../../api/use-session.ts";
import { Button } from "../../../ui/button.tsx";
import type { FormValues } from "../../../ui/form/field-spec.ts";

/** A button for an action of the registry, refused with its reason by the same rules as everywhere. */
export function ActionButton(props: {
  readonly method: MethodName;
  readonly vm: VmSubject;
  readonly preset?: FormValues;
  readonly label?: string;
  readonly quiet?: boolean;
}) {
  const caller = useSession();
  const { method, vm } = props;
  return (
    <Button
      small
      icon={actionOf(method).icon}
      {...(props.quiet ? { kind: "quiet" as const } : {})}
      reason={whyNot(method, vm, caller)}
      onClick={() => openVmAction(method, vm.ip, props.preset)}
    >
      {props.label ?? methods[method].label}
    </Button>
  );
}
