/** One shortcut: the keys pressed one after the other, and what they do. */
export interface Shortcut {
  readonly keys: readonly string[];
  readonly label: string;
  readonly group: "Go to" | "Anywhere" | "In lists" | "In consoles";
}

/** The shortcuts the help sheet shows. */
export const shortcuts: readonly Shortcut[] = [
  { keys: ["Ctrl+K"], label: "Search or do anything", group: "Anywhere" },
  { keys: ["/"], label: "Search this list", group: "Anywhere" },
  { keys: ["?"], label: "This help", group: "Anywhere" },
  { keys: ["c", "v"], label: "Create a VM", group: "Anywhere" },
  { keys: ["g", "o"], label: "Overview", group: "Go to" },
  { keys: ["g", "v"], label: "VMs", group: "Go to" },
  { keys: ["g", "h"], label: "Hypervisors", group: "Go to" },
  { keys: ["g", "n"], label: "Networks", group: "Go to" },
  { keys: ["g", "p"], label: "Operations", group: "Go to" },
  { keys: ["g", "a"], label: "Activity", group: "Go to" },
  { keys: ["g", "s"], label: "Settings", group: "Go to" },
  { keys: ["j"], label: "Next row", group: "In lists" },
  { keys: ["k"], label: "Previous row", group: "In lists" },
  { keys: ["x"], label: "Select the row", group: "In lists" },
  { keys: ["Shift+x"], label: "Select up to the row", group: "In lists" },
  { keys: ["Enter"], label: "Open the row", group: "In lists" },
  { keys: ["m"], label: "Menu of the row", group: "In lists" },
  { keys: ["Ctrl+Shift+←"], label: "Move the column whose head has the focus", group: "In lists" },
  { keys: ["Ctrl+F6"], label: "Leave the console, for the buttons above it", group: "In consoles" },
  { keys: ["Ctrl+Shift+C"], label: "Copy what is marked", group: "In consoles" },
];

/** Finds what a sequence of keys means: the shortcut, a beginning of one, or nothing. */
export function matchKeys(pressed: readonly string[]): Shortcut | "begun" | undefined {
  const text = pressed.join(" ");
  const whole = shortcuts.find((it) => it.keys.join(" ") === text);
  if (whole) return whole;
  return shortcuts.some((it) => it.keys.join(" ").startsWith(`${text} `)) ? "begun" : undefined;
}
