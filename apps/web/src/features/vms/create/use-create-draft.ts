import { useCallback, useEffect, useState } from "react";
import { type CreateDraft, emptyDraft, parseDraft } from "./create-draft.ts";

const storageKey = "stackdeck.create-vm";

/** The draft of the create page; kept for this tab, so that errors and reloads lose nothing. */
export function useCreateDraft() {
  const [draft, setDraft] = useState<CreateDraft>(() => parseDraft(sessionStorage.getItem(storageKey)));
  useEffect(() => sessionStorage.setItem(storageKey, JSON.stringify(draft)), [draft]);
  const change = useCallback(
    (part: Partial<CreateDraft>) => setDraft((before) => ({ ...before, ...part })),
    [],
  );
  const clear = useCallback(() => setDraft(emptyDraft), []);
  return { draft, change, clear, replace: setDraft };
}
