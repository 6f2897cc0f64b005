import { ContextMenu, DropdownMenu } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";
import styles from "./menu.module.css";
import { usePortalContainer } from "./portal.tsx";

/** One entry of a menu. An entry with a reason is shown, reachable and refused, with the reason under it. */
export type MenuEntry =
  | {
      readonly kind?: "item";
      readonly label: string;
      readonly icon?: IconName | undefined;
      readonly danger?: boolean | undefined;
      readonly reason?: string | undefined;
      readonly shortcut?: string | undefined;
      readonly checked?: boolean | undefined;
      readonly onSelect: () => void;
    }
  | { readonly kind: "separator" }
  | { readonly kind: "heading"; readonly label: string };

interface ItemParts {
  readonly Item: typeof DropdownMenu.Item | typeof ContextMenu.Item;
  readonly Separator: typeof DropdownMenu.Separator | typeof ContextMenu.Separator;
  readonly Label: typeof DropdownMenu.Label | typeof ContextMenu.Label;
}

function keyOf(entry: MenuEntry, index: number): string {
  return entry.kind === "separator" ? `separator-${index}` : `${entry.kind ?? "item"}-${entry.label}`;
}

function Entries({ entries, parts }: { readonly entries: readonly MenuEntry[]; readonly parts: ItemParts }) {
  const { Item, Separator, Label } = parts;
  return entries.map((entry, index) => {
    if (entry.kind === "separator") return <Separator key={keyOf(entry, index)} className={styles["line"]} />;
    if (entry.kind === "heading")
      return (
        <Label key={keyOf(entry, index)} className={styles["heading"]}>
          {entry.label}
        </Label>
      );
    return (
      <Item
        key={keyOf(entry, index)}
        className={styles["item"]}
        data-danger={entry.danger || undefined}
        data-refused={entry.reason ? true : undefined}
        aria-disabled={entry.reason ? true : undefined}
        onSelect={(event) => {
          if (entry.reason) event.preventDefault();
          else entry.onSelect();
        }}
      >
        <span className={styles["icon"]}>
          {entry.checked ? <Icon name="check" /> : entry.icon && <Icon name={entry.icon} />}
        </span>
        <span className={styles["text"]}>
          {entry.label}
          {entry.reason && <small className={styles["reason"]}>{entry.reason}</small>}
        </span>
        {entry.shortcut && <kbd className={styles["shortcut"]}>{entry.shortcut}</kbd>}
      </Item>
    );
  });
}

/** A button's menu. Not modal: the page behind stays as it is and nothing injects styles. */
export function Menu(props: {
  readonly trigger: ReactElement;
  readonly entries: readonly MenuEntry[];
  readonly align?: "start" | "end";
  readonly label?: string;
}) {
  const container = usePortalContainer();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{props.trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal {...(container ? { container } : {})}>
        <DropdownMenu.Content
          className={styles["menu"]}
          align={props.align ?? "end"}
          sideOffset={4}
          collisionPadding={8}
          loop
        >
          <Entries entries={props.entries} parts={DropdownMenu} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** The menu of the right mouse button (and of the menu key) for what it wraps. */
export function RowContextMenu(props: {
  readonly children: ReactNode;
  readonly entries: () => readonly MenuEntry[];
  readonly onOpenChange?: (open: boolean) => void;
}) {
  return (
    <ContextMenu.Root modal={false} {...(props.onOpenChange ? { onOpenChange: props.onOpenChange } : {})}>
      <ContextMenu.Trigger asChild>{props.children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className={styles["menu"]} collisionPadding={8} loop>
          <Entries entries={props.entries()} parts={ContextMenu} />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
