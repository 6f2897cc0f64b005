import { type ReactNode, useEffect, useRef } from "react";

/** Fades once when its value changes while it is on the screen, not when it comes into view. */
export function ChangedCell(props: { readonly value: string | number; readonly children: ReactNode }) {
  const element = useRef<HTMLSpanElement>(null);
  const before = useRef(props.value);
  useEffect(() => {
    if (before.current === props.value) return;
    before.current = props.value;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    element.current?.animate?.([{ opacity: 0.2 }, { opacity: 1 }], { duration: 600, easing: "ease-out" });
  }, [props.value]);
  return <span ref={element}>{props.children}</span>;
}
