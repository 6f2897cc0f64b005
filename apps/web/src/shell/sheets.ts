import { Value } from "../ui/subscribable.ts";

/** Panels that open over any screen. */
export type Sheet = "palette" | "help" | "notifications" | "operations";

/** The panel that is open. */
export const openedSheet = new Value<Sheet | undefined>(undefined);

export function openSheet(sheet: Sheet): void {
  openedSheet.set(sheet);
}
export function closeSheet(): void {
  openedSheet.set(undefined);
}
