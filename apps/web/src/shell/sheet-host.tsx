import { OperationsSheet } from "../features/operations/operations-sheet.tsx";
import { useValue } from "../ui/use-value.ts";
import { HelpSheet } from "./help-sheet.tsx";
import { NotificationsSheet } from "./notifications-sheet.tsx";
import { Palette } from "./palette.tsx";
import { openedSheet } from "./sheets.ts";

/** Shows the panel that is open. */
export function SheetHost() {
  const sheet = useValue(openedSheet);
  switch (sheet) {
    case "palette":
      return <Palette />;
    case "help":
      return <HelpSheet />;
    case "notifications":
      return <NotificationsSheet />;
    case "operations":
      return <OperationsSheet />;
    case undefined:
      return null;
  }
}
