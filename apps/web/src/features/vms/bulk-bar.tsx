import { methods } from "@stackdeck/api-types";
import type { VmActionSpec } from "../../actions/action-spec.ts";
import { bulkReason } from "../../actions/bulk-plan.ts";
import type { Caller } from "../../actions/may-run.ts";
import { openBulkAction, openVmAction } from "../../actions/open-action.ts";
import { vmActions } from "../../actions/registry.ts";
import { subjectOfRow } from "../../actions/vm-subject.ts";
import { copyText } from "../../shell/clipboard.ts";
import { bottomBar } from "../../ui/bottom-bar.ts";
import { Button } from "../../ui/button.tsx";
import { plural } from "../../ui/format.ts";
import { Menu } from "../../ui/menu.tsx";
import toolbar from "../lists/list-toolbar.module.css";
import type { Selection } from "./use-selection.ts";

const inFront: readonly string[] = ["StartVm", "StopVm", "RebootVm", "ChangeVmTags"];

/** What can be done to the selected VMs, with the reason where nothing can. A preview says what will happen first. */
export function BulkBar(props: {
  readonly selected: Selection;
  readonly query: string;
  readonly onClear: () => void;
  readonly caller: Caller;
}) {
  const { selected, caller } = props;
  if (selected.size === 0) return null;
  const ips = [...selected.keys()];
  const [only] = ips;
  const vms = [...selected.values()].map(subjectOfRow);
  const run = ({ method }: VmActionSpec) =>
    ips.length === 1 && only !== undefined
      ? openVmAction(method, only)
      : openBulkAction(method, ips, props.query);
  const actions = vmActions.filter((action) => action.bulk !== undefined);
  return (
    <section ref={bottomBar} className={toolbar["bulk"]} aria-label="Selected VMs">
      <strong aria-live="polite">{plural(selected.size, "VM")} selected</strong>
      {actions
        .filter((action) => inFront.includes(action.method))
        .map((action) => (
          <Button
            key={action.method}
            small
            icon={action.icon}
            reason={bulkReason(action.method, vms, caller)}
            onClick={() => run(action)}
          >
            {methods[action.method].label}
          </Button>
        ))}
      <Menu
        align="start"
        trigger={
          <Button small icon="more">
            More
          </Button>
        }
        entries={[
          ...actions
            .filter((action) => !inFront.includes(action.method))
            .map((action) => ({
              label: `${methods[action.method].label}…`,
              icon: action.icon,
              danger: methods[action.method].destructive,
              reason: bulkReason(action.method, vms, caller),
              onSelect: () => run(action),
            })),
          { kind: "separator" },
          {
            label: "Copy addresses",
            icon: "copy",
            onSelect: () => void copyText(ips.join("\n"), "Addresses copied"),
          },
        ]}
      />
      <span className={toolbar["spacer"]} />
      <Button small kind="quiet" icon="close" onClick={props.onClear}>
        Clear selection
      </Button>
    </section>
  );
}
