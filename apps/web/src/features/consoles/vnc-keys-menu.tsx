import { useEffect, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import {
  comboOfEvent,
  functionKeys,
  type KeyCombo,
  keyCombos,
  loadCombos,
  saveCombos,
  virtualTerminals,
} from "./key-combos.ts";
import type { VncSession } from "./vnc-session.ts";

/** Keys that the browser would keep for itself, and those the user has recorded. */
export function KeysMenu({
  session,
  reason,
}: {
  readonly session: VncSession;
  readonly reason: string | undefined;
}) {
  const { own, recording, record, cancel, forget } = useRecordedCombos();
  const entry = (combo: KeyCombo): MenuEntry => ({
    label: combo.label,
    onSelect: () => session.combo(combo.keys),
  });
  if (recording)
    return (
      <Button small icon="close" onClick={cancel} role="status">
        Press the combination…
      </Button>
    );
  return (
    <Menu
      trigger={
        <Button small icon="key" reason={reason}>
          Keys
        </Button>
      }
      entries={[
        ...keyCombos.map(entry),
        { kind: "separator" },
        ...own.map(entry),
        { label: "Record a combination…", icon: "plus", onSelect: record },
        ...(own.length === 0
          ? []
          : [{ label: "Forget the recorded ones", icon: "trash", onSelect: forget } as const]),
        { kind: "separator" },
        { kind: "menu", label: "Function keys", entries: functionKeys.map(entry) },
        { kind: "menu", label: "Virtual terminals", entries: virtualTerminals.map(entry) },
      ]}
    />
  );
}

/** The user's own combinations; the next one that is pressed is added while it records. */
function useRecordedCombos() {
  const [own, setOwn] = useState(loadCombos);
  const [recording, setRecording] = useState(false);
  useEffect(() => {
    if (!recording) return;
    const take = (event: KeyboardEvent): void => {
      event.preventDefault();
      event.stopPropagation();
      const combo = comboOfEvent(event);
      if (combo === undefined) return;
      setRecording(false);
      setOwn((before) => {
        const after = [...before.filter((it) => it.label !== combo.label), combo];
        saveCombos(after);
        return after;
      });
    };
    addEventListener("keydown", take, true);
    return () => removeEventListener("keydown", take, true);
  }, [recording]);
  return {
    own,
    recording,
    record: () => setRecording(true),
    cancel: () => setRecording(false),
    forget: () => {
      saveCombos([]);
      setOwn([]);
    },
  };
}
