import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";

/** Says the title of each new page to screen readers, and moves the focus to its heading. */
export function RouteAnnouncer() {
  const { pathname } = useLocation();
  const [said, setSaid] = useState("");
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for each path, not for what it reads
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    // The new screen sets its title and heading in the same turn or, when its code is loaded first, a little later.
    const timer = setTimeout(() => {
      setSaid(document.title);
      const active = document.activeElement;
      if (active === null || active === document.body || !document.querySelector("main")?.contains(active))
        document.getElementById("page-title")?.focus({ preventScroll: true });
    }, 120);
    return () => clearTimeout(timer);
  }, [pathname]);
  return (
    <div aria-live="polite" aria-atomic="true" className="visually-hidden">
      {said}
    </div>
  );
}
