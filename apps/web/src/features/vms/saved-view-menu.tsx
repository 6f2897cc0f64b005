import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf, sendJson } from "../../api/http.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { CheckField, Field } from "../../ui/form/field.tsx";
import { TextInput } from "../../ui/form/inputs.tsx";
import { Menu } from "../../ui/menu.tsx";
import { announce, announceProblem } from "../../ui/toasts.ts";
import { type ListSearch, parseListSearch } from "../lists/list-search.ts";

interface SavedView {
  readonly Id: string;
  readonly Noun: string;
  readonly Name: string;
  readonly Query: string;
  readonly Default: boolean;
}

const key = ["views"] as const;

/** Searches the user has kept, on the server. */
export function SavedViewMenu(props: {
  readonly search: ListSearch;
  readonly onOpen: (view: ListSearch) => void;
}) {
  const [saving, setSaving] = useState(false);
  const views = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => sendJson<{ Items: readonly SavedView[] }>("/api/v1/views", { signal }),
  });
  const mine = (views.data?.Items ?? []).filter((view) => view.Noun === "vms");
  const here = new URLSearchParams(
    Object.entries(props.search).filter((it): it is [string, string] => typeof it[1] === "string"),
  ).toString();
  return (
    <>
      <Menu
        trigger={<Button icon="filter">Views</Button>}
        entries={[
          ...mine.map((view) => ({
            label: view.Name,
            checked: view.Query === here,
            onSelect: () =>
              props.onOpen(parseListSearch(Object.fromEntries(new URLSearchParams(view.Query)))),
          })),
          ...(mine.length > 0 ? [{ kind: "separator" } as const] : []),
          {
            label: "Save this view…",
            icon: "plus",
            reason: here === "" ? "Search, sort or group first" : undefined,
            onSelect: () => setSaving(true),
          },
        ]}
      />
      {saving && <SaveDialog query={here} onClose={() => setSaving(false)} />}
    </>
  );
}

function SaveDialog(props: { readonly query: string; readonly onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [standard, setStandard] = useState(false);
  const save = async () => {
    try {
      const body = { Noun: "vms", Name: name.trim(), Query: props.query, Default: standard };
      await sendJson("/api/v1/views", { method: "PUT", body });
      await client.invalidateQueries({ queryKey: key });
      announce({ tone: "good", title: `View “${name.trim()}” saved` });
      props.onClose();
    } catch (error) {
      announceProblem("The view was not saved", problemOf(error));
    }
  };
  return (
    <Dialog
      title="Save this view"
      onClose={props.onClose}
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button kind="primary" disabled={name.trim() === ""} onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <Field label="Name" hint="A view of the same name is replaced.">
        {(wiring) => <TextInput {...wiring} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <CheckField label="Open the list with this view" checked={standard} onChange={setStandard} />
    </Dialog>
  );
}
