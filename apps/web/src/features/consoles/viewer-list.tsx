import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import styles from "./console-page.module.css";
import type { SerialSession } from "./serial-session.ts";
import type { SerialState } from "./serial-state.ts";

/** Who is here and who has the keyboard, with what can be done about it. */
export function ViewerList({
  session,
  state,
}: {
  readonly session: SerialSession;
  readonly state: SerialState;
}) {
  const me = state.viewers.find((viewer) => viewer.you);
  const writer = state.viewers.find((viewer) => viewer.writer);
  if (me === undefined) return null;
  return (
    <div className={styles["who"]}>
      <Menu
        trigger={
          <Button small kind="quiet" icon="user">
            {state.viewers.length === 1 ? "Only you" : `${state.viewers.length} here`}
          </Button>
        }
        entries={entriesOf(session, state)}
      />
      {state.viewers.length > 1 && (
        <span className={styles["person"]}>
          <Icon name="edit" />{" "}
          {writer === undefined ? "nobody types" : writer.you ? "you type" : `${writer.userName} types`}
        </span>
      )}
      {!state.writer && me.mayWrite && state.viewers.length > 1 && (
        <Button small onClick={() => session.askKeyboard()}>
          Ask for the keyboard
        </Button>
      )}
      {!me.mayWrite && <span>You watch</span>}
    </div>
  );
}

function entriesOf(session: SerialSession, state: SerialState): readonly MenuEntry[] {
  const entries: MenuEntry[] = [{ kind: "heading", label: "At this console" }];
  for (const viewer of state.viewers) {
    const name = viewer.you ? `${viewer.userName} (you)` : viewer.userName;
    const giving = state.writer && !viewer.you;
    entries.push({
      label: giving ? `Give the keyboard to ${name}` : name,
      checked: viewer.writer,
      reason: giving && !viewer.mayWrite ? "May only watch" : undefined,
      onSelect: () => (giving ? session.giveKeyboard(viewer.id) : undefined),
    });
  }
  entries.push({ kind: "separator" });
  if (state.writer)
    entries.push({ label: "Release the keyboard", onSelect: () => session.releaseKeyboard() });
  else {
    entries.push({ label: "Ask for the keyboard", onSelect: () => session.askKeyboard() });
    entries.push({ label: "Take the keyboard", onSelect: () => session.takeKeyboard() });
  }
  return entries;
}
