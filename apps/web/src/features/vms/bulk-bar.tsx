import { methods } from "@stackdeck/api-types";
import { type Caller, callerReason } from "../../actions/may-run.ts";
import { openBulkAction, openVmAction } from "../../actions/open-action.ts";
import { vmActions } from "../../actions/registry.ts";
import { copyText } from "../../shell/clipboard.ts";
import { Button } from "../../ui/button.tsx";
import { plural } from "../../ui/format.ts";
import { Menu } from "../../ui/menu.tsx";
import toolbar from "../lists/list-toolbar.module.css";

const inFront = ["StartVm", "StopVm", "RebootVm"] as const;

/** What can be done to the selected VMs. A preview says what will happen before anything does. */
export function BulkBar(props: {
  readonly selected: ReadonlySet<string>;
  readonly onClear: () => void;
  readonly caller: Caller;
}) {
  const { selected, caller } = props;
  if (selected.size === 0) return null;
  const ips = [...selected];
  const [only] = ips;
  const run = (method: (typeof vmActions)[number]["method"]) =>
    ips.length === 1 && only !== undefined ? openVmAction(method, only) : openBulkAction(method, ips);
  return (
    <section className={toolbar["bulk"]} aria-label="Selected VMs">
      <strong>{plural(selected.size, "VM")} selected</strong>
      {inFront.map((method) => (
        <Button key={method} small onClick={() => run(method)}>
          {methods[method].label}
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
          ...vmActions
            .filter((action) => action.bulk && !(inFront as readonly string[]).includes(action.method))
            .map((action) => ({
              label: `${methods[action.method].label}…`,
              icon: action.icon,
              danger: methods[action.method].destructive,
              reason: callerReason(action.method, caller),
              onSelect: () => run(action.method),
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
