/** A console of the workspace. */
export interface WorkspacePane {
  readonly kind: "serial" | "vnc";
  readonly ip: string;
}

export type WorkspaceLayout = "tabs" | "split" | "grid";

/** The workspace as it is in the address: `open=serial:10.0.0.7,vnc:10.0.0.8`. */
export interface WorkspaceSearch {
  readonly open?: string;
  readonly layout?: WorkspaceLayout;
  readonly active?: string;
}

export const workspaceLayouts: Readonly<Record<WorkspaceLayout, string>> = {
  tabs: "Tabs",
  split: "Split",
  grid: "Grid",
};

/** More at once would be more than anybody watches, and than a user may open. */
const maxPanes = 16;
const storageKey = "stackdeck.workspace";

export const paneKey = ({ kind, ip }: WorkspacePane): string => `${kind}:${ip}`;

/** Reads the list of consoles, leaving out what is not understood or there already. */
export function parsePanes(open: string | undefined): readonly WorkspacePane[] {
  const panes = new Map<string, WorkspacePane>();
  for (const part of (open ?? "").split(",")) {
    const [, kind, ip] = /^(serial|vnc):([0-9a-fA-F.:]{2,45})$/.exec(part) ?? [];
    if (ip !== undefined && panes.size < maxPanes)
      panes.set(part, { kind: kind as WorkspacePane["kind"], ip });
  }
  return [...panes.values()];
}

export const formatPanes = (panes: readonly WorkspacePane[]): string => panes.map(paneKey).join(",");

/** Takes from an address what is a workspace. */
export function parseWorkspaceSearch(search: Readonly<Record<string, unknown>>): WorkspaceSearch {
  const { open, layout, active } = search;
  return {
    ...(typeof open === "string" && open !== "" ? { open } : {}),
    ...(typeof layout === "string" && layout in workspaceLayouts
      ? { layout: layout as WorkspaceLayout }
      : {}),
    ...(typeof active === "string" && active !== "" ? { active } : {}),
  };
}

/** The workspace as it was left. */
export function storedWorkspace(): WorkspaceSearch {
  try {
    return parseWorkspaceSearch(
      JSON.parse(localStorage.getItem(storageKey) ?? "{}") as Record<string, unknown>,
    );
  } catch {
    return {};
  }
}

export function storeWorkspace(search: WorkspaceSearch): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(search));
  } catch {
    // Private windows may refuse storage: the address still has it.
  }
}

/** The workspace with one more console, which is in front. */
export function withPane(search: WorkspaceSearch, pane: WorkspacePane): WorkspaceSearch {
  const key = paneKey(pane);
  const others = parsePanes(search.open).filter((it) => paneKey(it) !== key);
  return { ...search, open: formatPanes([...others, pane]), active: key };
}
