import { ContextMenu, DropdownMenu } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";
import styles from "./menu.module.css";
import { usePortalContainer } from "./portal.tsx";
import { useMedia } from "./table/use-media.ts";

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
  | { readonly kind: "heading"; readonly label: string }
  | {
      readonly kind: "menu";
      readonly label: string;
      readonly icon?: IconName | undefined;
      readonly entries: readonly MenuEntry[];
    };

interface ItemParts {
  readonly Item: typeof DropdownMenu.Item | typeof ContextMenu.Item;
  readonly Separator: typeof DropdownMenu.Separator | typeof ContextMenu.Separator;
  readonly Label: typeof DropdownMenu.Label | typeof ContextMenu.Label;
  readonly Sub: typeof DropdownMenu.Sub | typeof ContextMenu.Sub;
  readonly SubTrigger: typeof DropdownMenu.SubTrigger | typeof ContextMenu.SubTrigger;
  readonly SubContent: typeof DropdownMenu.SubContent | typeof ContextMenu.SubContent;
}

function keyOf(entry: MenuEntry, index: number): string {
  return entry.kind === "separator" ? `separator-${index}` : `${entry.kind ?? "item"}-${entry.label}`;
}

/** A menu inside a menu: its entries appear beside it. */
function SubMenu(props: {
  readonly entry: Extract<MenuEntry, { kind: "menu" }>;
  readonly parts: ItemParts;
}): ReactNode {
  const { entry, parts } = props;
  const { Sub, SubTrigger, SubContent } = parts;
  return (
    <Sub>
      <SubTrigger className={styles["item"]}>
        <span className={styles["icon"]}>{entry.icon && <Icon name={entry.icon} />}</span>
        <span className={styles["text"]}>{entry.label}</span>
        <Icon name="chevronRight" />
      </SubTrigger>
      <SubContent className={styles["menu"]} collisionPadding={8} sideOffset={2} loop>
        <Entries entries={entry.entries} parts={parts} />
      </SubContent>
    </Sub>
  );
}

/** There is no room beside a menu on narrow screens: what would be beside it is in it. */
function flattened(entry: MenuEntry): readonly MenuEntry[] {
  return entry.kind === "menu" ? [{ kind: "heading", label: entry.label }, ...entry.entries] : [entry];
}

function Entries({ entries, parts }: { readonly entries: readonly MenuEntry[]; readonly parts: ItemParts }) {
  const { Item, Separator, Label } = parts;
  const narrow = useMedia("(max-width: 720px)");
  return (narrow ? entries.flatMap(flattened) : entries).map((entry, index) => {
    if (entry.kind === "separator") return <Separator key={keyOf(entry, index)} className={styles["line"]} />;
    if (entry.kind === "menu") return <SubMenu key={keyOf(entry, index)} entry={entry} parts={parts} />;
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
