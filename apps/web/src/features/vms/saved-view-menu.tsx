import type { SavedView } from "@stackdeck/api-types";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf, sendJson } from "../../api/http.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { CheckField, Field } from "../../ui/form/field.tsx";
import { TextInput } from "../../ui/form/inputs.tsx";
import { Menu } from "../../ui/menu.tsx";
import { announce, announceProblem } from "../../ui/toasts.ts";
import type { ListSearch } from "../lists/list-search.ts";
import { savedViewsKey, searchOfView, textOfSearch, useSavedViews } from "../lists/saved-views.ts";

/** Views of the list that the user has kept, on the server; one of them may be the one it opens with. */
export function SavedViewMenu(props: {
  readonly search: ListSearch;
  readonly onOpen: (view: ListSearch) => void;
}) {
  const [saving, setSaving] = useState(false);
  const client = useQueryClient();
  const mine = (useSavedViews().data ?? []).filter((view) => view.Noun === "vms");
  const here = textOfSearch(props.search);
  const current = mine.find((view) => view.Query === here);
  const change = async (what: string, send: () => Promise<unknown>) => {
    try {
      await send();
      await client.invalidateQueries({ queryKey: savedViewsKey });
      announce({ tone: "good", title: what });
    } catch (error) {
      announceProblem("The view was not changed", problemOf(error));
    }
  };
  const save = (view: Omit<SavedView, "Id">) => sendJson("/api/v1/views", { method: "PUT", body: view });
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
          ...(current === undefined
            ? []
            : ([
                {
                  label: current.Default
                    ? `Do not open the list with “${current.Name}”`
                    : `Open the list with “${current.Name}”`,
                  icon: "check",
                  onSelect: () => {
                    const { Id: _id, ...view } = current;
                    const Default = !view.Default;
                    void change(
                      Default ? `The list opens with “${view.Name}”` : "The list opens with all VMs",
                      () => save({ ...view, Default }),
                    );
                  },
                },
                {
                  label: `Remove “${current.Name}”`,
                  icon: "trash",
                  onSelect: () =>
                    void change(`View “${current.Name}” removed`, () =>
                      sendJson(`/api/v1/views/${encodeURIComponent(current.Id)}`, { method: "DELETE" }),
                    ),
                },
              ] as const)),
        ]}
      />
      {saving && (
        <SaveDialog
          onClose={() => setSaving(false)}
          onSave={(Name, Default) => {
            setSaving(false);
            void change(`View “${Name}” saved`, () => save({ Noun: "vms", Name, Query: here, Default }));
          }}
        />
      )}
    </>
  );
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
