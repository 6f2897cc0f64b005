import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { type Group, positionOfRow } from "./grouped-items.ts";

/** Where somebody is in a list. */
export interface TablePlace {
  /** How far it is scrolled, in px. */
  readonly top: number;
  /** The row the keyboard is at. */
  readonly index: number;
  readonly key?: string | undefined;
  /** Whether the keyboard was in the list. */
  readonly focused: boolean;
}

interface PlaceOptions {
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** What the list shows (search, sorting): another one begins at its top. */
  readonly identity: string;
  readonly total: number;
  readonly height: number;
  readonly groups: readonly Group[];
  readonly keyAt: (index: number) => string | undefined;
  /** Where a row is now, if that is known. */
  readonly indexOf: (key: string) => number | undefined;
  readonly initial: TablePlace | undefined;
  readonly onPlace: ((place: TablePlace) => void) | undefined;
}

/**
 * Keeps the place: the row of the keyboard is followed when rows move, what is seen stays where it is when rows come
 * and go above it, the focus is never lost with a row, and all of it is told so that Back can bring it back.
 */
export function useTablePlace(o: PlaceOptions) {
  const { keyAt } = o;
  const [active, setActive] = useState(o.initial?.index ?? 0);
  const activeKey = useRef(o.initial?.key);
  const scrolled = useScrollPlace(o, () => {
    activeKey.current = undefined;
    setActive(0);
  });
  const now = () => (activeKey.current === undefined ? undefined : o.indexOf(activeKey.current));
  useEffect(() => {
    const index = now();
    if (index !== undefined && index !== active) setActive(index);
    else if (index === undefined && activeKey.current === undefined) activeKey.current = keyAt(active);
  });
  const focus = useRowFocus(o, () => ({ active, now: now() ?? active }));
  const tell = () =>
    o.onPlace?.({
      top: scrolled.top.current,
      index: active,
      key: activeKey.current,
      focused: focus.has.current,
    });
  useEffect(tell);
  return {
    active,
    activate: (index: number) => {
      activeKey.current = keyAt(index);
      setActive(index);
    },
    /** Notes the first row that is seen: it stays where it is. */
    onScroll: (scrollTop: number, firstIndex: number | undefined) => {
      scrolled.note(scrollTop, firstIndex);
      tell();
    },
    onFocus: focus.onFocus,
    onBlur: focus.onBlur,
  };
}

/** Scrolls to where somebody was, to the top of another list, and along with the rows that are seen. */
function useScrollPlace(o: PlaceOptions, onOtherList: () => void) {
  const { scroller, identity, total, height, groups, indexOf } = o;
  const anchor = useRef<{ key: string; position: number } | undefined>(undefined);
  const shown = useRef(identity);
  const restored = useRef(o.initial === undefined);
  // Kept from the scroll events: asking the element would have it laid out at each drawing.
  const top = useRef(o.initial?.top ?? 0);
  const scrollTo = (element: HTMLElement, to: number) => {
    top.current = Math.max(0, to);
    element.scrollTop = top.current;
  };
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || total === 0) return;
    if (!restored.current) {
      restored.current = true;
      scrollTo(element, o.initial?.top ?? 0);
      return;
    }
    if (shown.current !== identity) {
      shown.current = identity;
      anchor.current = undefined;
      onOtherList();
      scrollTo(element, 0);
      return;
    }
    const index = anchor.current === undefined ? undefined : indexOf(anchor.current.key);
    if (index === undefined || anchor.current === undefined || top.current === 0) return;
    const moved = positionOfRow(groups, index) - anchor.current.position;
    if (moved !== 0) scrollTo(element, top.current + moved * height);
    anchor.current = { key: anchor.current.key, position: positionOfRow(groups, index) };
  });
  return {
    top,
    note: (scrollTop: number, firstIndex: number | undefined) => {
      top.current = scrollTop;
      const key = firstIndex === undefined ? undefined : o.keyAt(firstIndex);
      anchor.current =
        key === undefined || firstIndex === undefined
          ? undefined
          : { key, position: positionOfRow(groups, firstIndex) };
    },
  };
}

/** Gives the focus back to the row of somebody who returns, and on when a row that has it goes away. */
function useRowFocus(o: PlaceOptions, rows: () => { readonly active: number; readonly now: number }) {
  const { scroller } = o;
  const has = useRef(false);
  const returning = useRef(o.initial?.focused ?? false);
  useEffect(() => {
    const { active, now } = rows();
    const rowAt = (index: number) => scroller.current?.querySelector<HTMLElement>(`[data-row="${index}"]`);
    // Who comes back was in the list: the row gets the focus again as soon as it is there, from the page's heading too.
    const { activeElement } = document;
    if (returning.current && (activeElement === document.body || activeElement?.id === "page-title")) {
      const row = rowAt(now);
      row?.focus({ preventScroll: true });
      if (row) returning.current = false;
    }
    // The row with the focus was taken away: the list itself keeps it, and the next key goes on from there.
    if (has.current && document.activeElement === document.body)
      (rowAt(active) ?? scroller.current)?.focus({ preventScroll: true });
  });
  return {
    has,
    onFocus: () => {
      has.current = true;
    },
    onBlur: (target: EventTarget, related: EventTarget | null) => {
      if (related instanceof Node && scroller.current?.contains(related)) return;
      // A row that is taken away loses the focus too; then it is ours to give on.
      queueMicrotask(() => {
        if (!(target instanceof Node) || target.isConnected) has.current = false;
      });
    },
  };
}
