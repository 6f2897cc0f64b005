import { methods } from "@stackdeck/api-types";
import { useNavigate, useParams } from "@tanstack/react-router";
import { type KeyboardEvent, useDeferredValue, useId, useState } from "react";
import { bulkReason } from "../actions/bulk-plan.ts";
import { chosenVms } from "../actions/chosen-vms.ts";
import { whyNot } from "../actions/may-run.ts";
import { openBulkAction, openVmAction } from "../actions/open-action.ts";
import { vmActions } from "../actions/registry.ts";
import { subjectOfDetail, subjectOfRow } from "../actions/vm-subject.ts";
import { useLive, useLiveRow } from "../api/use-live.ts";
import { useSession } from "../api/use-session.ts";
import { changeAppearance } from "../ui/appearance.ts";
import { Dialog } from "../ui/dialog.tsx";
import { TextInput } from "../ui/form/inputs.tsx";
import { plural } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { useValue } from "../ui/use-value.ts";
import { type PaletteEntry, search } from "./palette-entries.ts";
import styles from "./sheets.module.css";
import { closeSheet, openSheet } from "./sheets.ts";

const mostShown = 12;

/** Text typed here is a word of the search language, whatever characters it has. */
function wordOf(typed: string): string {
  const plain = typed.replace(/["\\]/g, " ").trim();
  return plain === "" ? "" : `"${plain}"`;
}

/** Places and settings. */
function usePlaces(): readonly PaletteEntry[] {
  const navigate = useNavigate();
  const place = (to: string, label: string, icon: PaletteEntry["icon"]): PaletteEntry => ({
    id: `go:${to}`,
    label,
    hint: "go to",
    icon,
    run: () => void navigate({ to }),
  });
  return [
    place("/vms/create", "Create VM", "plus"),
    place("/", "Overview", "overview"),
    place("/vms", "VMs", "vms"),
    place("/hypervisors", "Hypervisors", "hypervisors"),
    place("/networks", "Networks", "networks"),
    place("/operations", "Operations", "operations"),
    place("/activity", "Activity", "activity"),
    place("/settings", "Settings", "settings"),
    {
      id: "light",
      label: "Light theme",
      hint: "appearance",
      icon: "sun",
      run: () => changeAppearance({ theme: "light" }),
    },
    {
      id: "dark",
      label: "Dark theme",
      hint: "appearance",
      icon: "moon",
      run: () => changeAppearance({ theme: "dark" }),
    },
    {
      id: "system",
      label: "Theme of the system",
      hint: "appearance",
      icon: "system",
      run: () => changeAppearance({ theme: "system" }),
    },
    { id: "help", label: "Keyboard shortcuts", hint: "help", icon: "help", run: () => openSheet("help") },
  ];
}

/** What can be done to the VMs that are selected in the list, or to the one whose page is open. */
function useActionsHere(): readonly PaletteEntry[] {
  const onPage = useActionsOnPage();
  const chosen = useValue(chosenVms);
  const caller = useSession();
  const ips = chosen.map((vm) => vm.ip);
  const [only] = chosen;
  if (only === undefined) return onPage;
  const what = chosen.length === 1 ? only.name : plural(chosen.length, "selected VM");
  return vmActions
    .filter((action) => (chosen.length === 1 ? action.inMenu : action.bulk !== undefined))
    .map((action) => ({
      id: `do:${action.method}`,
      label: `${methods[action.method].label} ${what}`,
      hint: methods[action.method].summary,
      icon: action.icon,
      reason: bulkReason(action.method, chosen, caller),
      run: () =>
        ips.length === 1 ? openVmAction(action.method, only.ip) : openBulkAction(action.method, ips),
    }));
}

/** What can be done to the VM whose page is open. */
function useActionsOnPage(): readonly PaletteEntry[] {
  const { ip = "" } = useParams({ strict: false }) as { ip?: string };
  const caller = useSession();
  const { row } = useLiveRow("vm", { IpAddress: ip });
  if (!row) return [];
  const vm = subjectOfDetail(row);
  return vmActions
    .filter((action) => action.inMenu)
    .map((action) => ({
      id: `do:${action.method}`,
      label: `${methods[action.method].label} ${vm.name}`,
      hint: methods[action.method].summary,
      icon: action.icon,
      reason: whyNot(action.method, vm, caller),
      run: () => openVmAction(action.method, vm.ip),
    }));
}

/** VMs and hypervisors that answer what is typed; found by the server, so the whole fleet is searched. */
function useFound(typed: string): readonly PaletteEntry[] {
  const navigate = useNavigate();
  const filter = wordOf(useDeferredValue(typed));
  const limit = filter === "" ? 0 : 6;
  const vms = useLive("vms", { filter, sort: ["Hostname"], offset: 0, limit });
  const hypervisors = useLive("hypervisors", { filter, sort: ["Hostname"], offset: 0, limit });
  if (filter === "") return [];
  const found: PaletteEntry[] = [];
  for (const row of vms.window?.rows.values() ?? []) {
    const vm = subjectOfRow(row);
    found.push({
      id: `vm:${vm.ip}`,
      label: vm.name,
      hint: `${vm.ip} · ${vm.state}`,
      icon: "vms",
      run: () => void navigate({ to: "/vms/$ip", params: { ip: vm.ip } }),
    });
  }
  for (const row of hypervisors.window?.rows.values() ?? [])
    found.push({
      id: `hv:${row.Id}`,
      label: row.Hostname || row.Id,
      hint: "hypervisor",
      icon: "hypervisors",
      run: () => void navigate({ to: "/hypervisors/$id", params: { id: row.Id } }),
    });
  return found;
}

/** Search and commands in one field. */
export function Palette() {
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const id = useId();
  const places = usePlaces();
  const here = useActionsHere();
  const found = useFound(typed);
  const commands = search([...here, ...places], typed, mostShown);
  const entries = [...found, ...commands].slice(0, mostShown + 6);
  const at = Math.min(active, entries.length - 1);
  const run = (entry: PaletteEntry | undefined) => {
    if (!entry || entry.reason) return;
    closeSheet();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setActive(Math.min(entries.length - 1, at + 1));
    else if (event.key === "ArrowUp") setActive(Math.max(0, at - 1));
    else if (event.key === "Enter") run(entries[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Search or do anything" top onClose={closeSheet}>
      <div className={styles["palette"]}>
        <TextInput
          data-autofocus
          role="combobox"
          aria-label="Search VMs, hypervisors, places and actions"
          aria-expanded={entries.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={entries.length > 0 ? `${id}-${at}` : undefined}
          placeholder="Name, address, place or action"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        <div role="listbox" id={`${id}-list`} aria-label="Results" className={styles["options"]}>
          {entries.map((entry, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard
            // biome-ignore lint/a11y/useFocusableInteractive: it is the active descendant of the field
            <div
              key={entry.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              aria-disabled={entry.reason ? true : undefined}
              className={styles["option"]}
              onClick={() => run(entry)}
            >
              <Icon name={entry.icon} />
              <span className={styles["optionText"]}>{entry.label}</span>
              <span className={styles["optionHint"]}>{entry.reason ?? entry.hint}</span>
            </div>
          ))}
        </div>
      </div>
    </Dialog>
  );
}
