import { type ReactNode, useEffect, useRef } from "react";

/** Fades once when its value changes while it is on the screen, not when it comes into view. */
export function ChangedCell(props: {
  /** Whose value it is: that of another thing is no change. */
  readonly of: string;
  readonly value: string | number;
  readonly children: ReactNode;
}) {
  const { of, value } = props;
  const element = useRef<HTMLSpanElement>(null);
  const before = useRef({ of, value });
  const fading = useRef<Animation>(undefined);
  useEffect(() => {
    const former = before.current;
    before.current = { of, value };
    if (former.of !== of) fading.current?.cancel();
    if (former.of !== of || former.value === value) return;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const fade = [{ opacity: 0.2 }, { opacity: 1 }];
    fading.current = element.current?.animate?.(fade, { duration: 600, easing: "ease-out" });
  }, [of, value]);
  return <span ref={element}>{props.children}</span>;
}
