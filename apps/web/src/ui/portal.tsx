import { createContext, useContext } from "react";

/** Where menus and tooltips are put: inside the open dialog when there is one, since a modal dialog covers the rest. */
export const PortalContainer = createContext<HTMLElement | null>(null);

export function usePortalContainer(): HTMLElement | undefined {
  return useContext(PortalContainer) ?? undefined;
}
