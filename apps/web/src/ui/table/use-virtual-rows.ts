import { type RefObject, useCallback, useLayoutEffect, useState } from "react";

interface VirtualRowsOptions {
  readonly scroller: RefObject<HTMLElement | null>;
  /** Everything in the list has this height, in px: places are computed, never measured, however long it is. */
  readonly height: number;
  readonly count: number;
  /** How far the list is scrolled when it begins, in px. */
  readonly initialTop: number;
}

/** Rows drawn outside of what is seen. */
const spare = 10;
/** What is drawn changes by so many rows at once: drawing a few rarely is cheaper than one at each frame. */
const step = 4;

export interface VirtualRows {
  /** First and last position that are drawn. */
  readonly first: number;
  readonly last: number;
  /** How wide the room for the list is, in px; 0 as long as that is not known. */
  readonly room: number;
  readonly scrollTo: (position: number) => void;
}

/** Which positions of a long list are to be drawn. */
export function useVirtualRows(o: VirtualRowsOptions): VirtualRows {
  const { scroller, height, count } = o;
  const [view, setView] = useState({ top: Math.floor(o.initialTop / height), rows: 20, room: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const look = () => {
      const top = Math.floor(element.scrollTop / height / step) * step;
      const rows = Math.ceil(element.clientHeight / height) + step;
      const room = element.clientWidth;
      setView((before) =>
        before.top === top && before.rows === rows && before.room === room ? before : { top, rows, room },
      );
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [scroller, height]);
  const scrollTo = useCallback(
    (position: number) => {
      const element = scroller.current;
      if (!element) return;
      const start = position * height;
      const head = element.querySelector<HTMLElement>('[role="row"]')?.offsetHeight ?? 0;
      const room = element.clientHeight - head - height;
      if (start < element.scrollTop) element.scrollTop = start;
      else if (start > element.scrollTop + room) element.scrollTop = start - room;
    },
    [scroller, height],
  );
  const top = Math.min(view.top, Math.max(0, count - 1));
  return {
    first: Math.max(0, top - spare),
    last: Math.min(count - 1, top + view.rows + spare),
    room: view.room,
    scrollTo,
  };
}
