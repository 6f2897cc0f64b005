import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { shownPage } from "../ui/page.tsx";
import { useValue } from "../ui/use-value.ts";

/** A place within the page that is open keeps the page's title: it is announced after this. */
const withinPageMs = 700;
/** Menus and dialogs that led here give the focus back first. */
const newPageMs = 120;
/** Stands in for a screen while its code is on its way. */
const placeholder = "Loading";

/** Moves the focus to the heading of the page, unless something in the page has it already. */
function focusHeading(): void {
  const active = document.activeElement;
  if (active !== null && active !== document.body && document.querySelector("main")?.contains(active)) return;
  document.getElementById("page-title")?.focus({ preventScroll: true });
}

/** Says the title of each new page to screen readers, and moves the focus to its heading. */
export function RouteAnnouncer() {
  const { pathname } = useLocation();
  const page = useValue(shownPage);
  const [said, setSaid] = useState("");
  const last = useRef({ pathname, page });
  useEffect(() => {
    const before = last.current;
    if (page.title === placeholder) return undefined;
    if (before.pathname === pathname) {
      last.current = { pathname, page };
      return undefined;
    }
    const settle = () => {
      last.current = { pathname, page };
      setSaid(document.title);
      focusHeading();
    };
    // The new screen tells its title when it is there; until then the page is the former one.
    const timer = setTimeout(settle, page === before.page ? withinPageMs : newPageMs);
    return () => clearTimeout(timer);
  }, [pathname, page]);
  return (
    <div aria-live="polite" aria-atomic="true" className="visually-hidden">
      {said}
    </div>
  );
}
