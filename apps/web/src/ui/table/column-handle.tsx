import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import styles from "./live-table.module.css";

/** A key press changes the width by so many px. */
const step = 16;

/** The edge of a column's head: drags and arrow keys change its width, a double click gives it back its own. */
export function ColumnHandle(props: {
  readonly label: string;
  readonly width: number | undefined;
  /** Called while it is dragged. */
  readonly onPreview: (width: number) => void;
  readonly onResize: (width: number | undefined) => void;
}) {
  const from = useRef<{ x: number; width: number } | undefined>(undefined);
  const measured = (element: Element) => element.parentElement?.getBoundingClientRect().width ?? 0;
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.focus();
    from.current = { x: event.clientX, width: measured(event.currentTarget) };
  };
  const widthAt = (event: PointerEvent) =>
    from.current === undefined ? undefined : from.current.width + event.clientX - from.current.x;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const by = event.key === "ArrowRight" ? step : event.key === "ArrowLeft" ? -step : 0;
    if (by !== 0) props.onResize((props.width ?? measured(event.currentTarget)) + by);
    else if (event.key === "Home") props.onResize(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${props.label}`}
      aria-valuenow={props.width ?? 0}
      aria-valuemin={0}
      aria-valuemax={960}
      aria-valuetext={props.width === undefined ? "standard" : `${props.width} pixels`}
      tabIndex={0}
      className={styles["handle"]}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => {
        const width = widthAt(event);
        if (width !== undefined) props.onPreview(width);
      }}
      onPointerUp={(event) => {
        const width = widthAt(event);
        from.current = undefined;
        if (width !== undefined) props.onResize(width);
      }}
      onDoubleClick={() => props.onResize(undefined)}
      onKeyDown={onKeyDown}
    />
  );
}
