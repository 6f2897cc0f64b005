import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { openSheet } from "./sheets.ts";
import { matchKeys } from "./shortcuts.ts";

const places = {
  o: "/",
  v: "/vms",
  h: "/hypervisors",
  n: "/networks",
  p: "/operations",
  a: "/activity",
  s: "/settings",
} as const;

/** The keys of a sequence come within this time. */
const sequenceMs = 1200;

/** True where typing is text: fields, and consoles, which get every key. */
function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input, textarea, select, [contenteditable="true"], [data-console], dialog, [role="menu"]',
    ) !== null
  );
}

/** Listens for the shortcuts that work on every screen. */
export function ShortcutListener() {
  const navigate = useNavigate();
  useEffect(() => {
    let pressed: { key: string; at: number }[] = [];
    const run = (keys: readonly string[]): void => {
      const [first, second] = keys;
      if (first === "?") openSheet("help");
      else if (first === "/") document.querySelector<HTMLElement>("[data-list-search]")?.focus();
      else if (first === "c") void navigate({ to: "/vms/create" });
      else if (first === "g" && second !== undefined && second in places)
        void navigate({ to: places[second as keyof typeof places] });
    };
    const onKey = (event: KeyboardEvent) => {
      const inConsole = event.target instanceof Element && event.target.closest("[data-console]");
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !inConsole) {
        event.preventDefault();
        openSheet("palette");
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || takesText(event.target)) return;
      pressed = [
        ...pressed.filter((it) => event.timeStamp - it.at < sequenceMs),
        { key: event.key, at: event.timeStamp },
      ];
      const keys = pressed.map((it) => it.key);
      const found = matchKeys(keys) ?? matchKeys(keys.slice(-1));
      if (found === "begun") return;
      pressed = [];
      // Keys of lists are handled by the list that has the focus.
      if (found === undefined || found.group === "In lists") return;
      event.preventDefault();
      run(found.keys);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [navigate]);
  return null;
}
