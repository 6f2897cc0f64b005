import type { SavedView } from "@stackdeck/api-types";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf, sendJson } from "../../api/http.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { CheckField, Field } from "../../ui/form/field.tsx";
import { TextInput } from "../../ui/form/inputs.tsx";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import { announce, announceProblem } from "../../ui/toasts.ts";
import type { ListSearch } from "../lists/list-search.ts";
import { savedViewsKey, searchOfView, textOfSearch, useSavedViews } from "../lists/saved-views.ts";

/** Views of the list that the user has kept, on the server; one of them may be the one it opens with. */
export function SavedViewMenu(props: {
  readonly search: ListSearch;
  readonly onOpen: (view: ListSearch) => void;
}) {
  const [saving, setSaving] = useState(false);
  const { save, remove } = useViewChanges();
  const mine = (useSavedViews().data ?? []).filter((view) => view.Noun === "vms");
  const here = textOfSearch(props.search);
  const current = mine.find((view) => view.Query === here);
  return (
    <>
      <Menu
        trigger={<Button icon="filter">{current?.Name ?? "Views"}</Button>}
        entries={[
          {
            label: "All VMs",
            checked: here === "",
            onSelect: () => props.onOpen(mine.some((view) => view.Default) ? { view: "all" } : {}),
          },
          ...mine.map((view) => ({
            label: view.Default ? `${view.Name} (opens first)` : view.Name,
            checked: view === current,
            onSelect: () => props.onOpen(searchOfView(view)),
          })),
          { kind: "separator" },
          {
            label: "Save this view…",
            icon: "plus",
            reason: here === "" ? "Search, sort or group first" : undefined,
            onSelect: () => setSaving(true),
          },
          ...(current === undefined ? [] : currentEntries(current, { save, remove })),
        ]}
      />
      {saving && (
        <SaveDialog
          onClose={() => setSaving(false)}
          onSave={(Name, Default) => {
            setSaving(false);
            save(`View “${Name}” saved`, { Noun: "vms", Name, Query: here, Default });
          }}
        />
      )}
    </>
  );
}

interface ViewChanges {
  /** @param done said when the server has it */
  readonly save: (done: string, view: Omit<SavedView, "Id">) => void;
  readonly remove: (view: SavedView) => void;
}

function useViewChanges(): ViewChanges {
  const client = useQueryClient();
  const change = async (done: string, send: () => Promise<unknown>) => {
    try {
      await send();
      await client.invalidateQueries({ queryKey: savedViewsKey });
      announce({ tone: "good", title: done });
    } catch (error) {
      announceProblem("The view was not changed", problemOf(error));
    }
  };
  return {
    save: (done, view) => void change(done, () => sendJson("/api/v1/views", { method: "PUT", body: view })),
    remove: ({ Id, Name }) =>
      void change(`View “${Name}” removed`, () =>
        sendJson(`/api/v1/views/${encodeURIComponent(Id)}`, { method: "DELETE" }),
      ),
  };
}

/** What can be done with the view that is shown. */
function currentEntries(current: SavedView, { save, remove }: ViewChanges): readonly MenuEntry[] {
  const { Id: _id, ...view } = current;
  const Default = !view.Default;
  return [
    {
      label: Default ? `Open the list with “${view.Name}”` : `Do not open the list with “${view.Name}”`,
      icon: "check",
      onSelect: () =>
        save(Default ? `The list opens with “${view.Name}”` : "The list opens with all VMs", {
          ...view,
          Default,
        }),
    },
    { label: `Remove “${view.Name}”`, icon: "trash", onSelect: () => remove(current) },
  ];
}

function SaveDialog(props: {
  readonly onClose: () => void;
  readonly onSave: (name: string, standard: boolean) => void;
}) {
  const [name, setName] = useState("");
  const [standard, setStandard] = useState(false);
  const save = () => {
    if (name.trim() !== "") props.onSave(name.trim(), standard);
  };
  return (
    <Dialog
      title="Save this view"
      onClose={props.onClose}
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button kind="primary" disabled={name.trim() === ""} onClick={save}>
            Save
          </Button>
        </>
      }
    >
      <Field label="Name" hint="A view of the same name is replaced.">
        {(wiring) => (
          <TextInput
            {...wiring}
            value={name}
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") save();
            }}
          />
        )}
      </Field>
      <CheckField label="Open the list with this view" checked={standard} onChange={setStandard} />
    </Dialog>
  );
}
