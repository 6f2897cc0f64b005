import { useMemo, useState } from "react";
import type { Column } from "./columns.ts";

/** Columns with the width that is just being tried. */
export function useWidthPreview<Row>(columns: readonly Column<Row>[]) {
  const [preview, setPreview] = useState<{ id: string; width: number } | undefined>();
  const shown = useMemo(
    () =>
      preview === undefined
        ? columns
        : columns.map((it) =>
            it.id === preview.id ? { ...it, width: `${Math.max(48, Math.round(preview.width))}px` } : it,
          ),
    [columns, preview],
  );
  const onPreview = (id: string, width: number | undefined) =>
    setPreview(width === undefined ? undefined : { id, width });
  return { shown, onPreview };
}
