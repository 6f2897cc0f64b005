import { Button, IconButton } from "../../../ui/button.tsx";
import type { IconName } from "../../../ui/icon.tsx";
import { Menu } from "../../../ui/menu.tsx";
import { useMedia } from "../../../ui/table/use-media.ts";
import styles from "./tabs.module.css";

/** Something that can be done with a row of a table. */
export interface RowAction {
  readonly label: string;
  readonly icon: IconName;
  readonly danger?: boolean;
  /** Why it can not be done now. */
  readonly reason?: string | undefined;
  /** Shown as its icon alone where there is room for buttons. */
  readonly iconOnly?: boolean;
  readonly onSelect: () => void;
}

/** The actions of a row: buttons, or a menu where there is no room for them. */
export function RowActions(props: {
  /** Name of the menu. */
  readonly label: string;
  readonly actions: readonly RowAction[];
}) {
  const narrow = useMedia("(max-width: 720px)");
  return (
    <div className={styles["actions"]}>
      {narrow ? (
        <Menu trigger={<IconButton small icon="more" label={props.label} />} entries={props.actions} />
      ) : (
        props.actions.map(({ label, icon, reason, iconOnly, onSelect }) =>
          iconOnly ? (
            <IconButton key={label} small icon={icon} label={label} reason={reason} onClick={onSelect} />
          ) : (
            <Button key={label} small kind="quiet" icon={icon} reason={reason} onClick={onSelect}>
              {label}
            </Button>
          ),
        )
      )}
    </div>
  );
}
