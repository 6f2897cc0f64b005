import type { ReactNode } from "react";

/** A column of a list. */
export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  /** Track of the CSS grid: `minmax(160px, 2fr)`. */
  readonly width: string;
  /** Width in px that somebody gave it; part of `width` then. */
  readonly chosenWidth?: number | undefined;
  /** Field the server sorts by. */
  readonly sort?: string;
  readonly align?: "end";
  /** Shown on narrow screens too. */
  readonly narrow?: boolean;
  readonly render: (row: Row) => ReactNode;
  /** The cell as text, for export. */
  readonly text: (row: Row) => string;
}

/** A cell that a spreadsheet would run as a formula is made harmless by a leading quote. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as CSV with a head line (RFC 4180). */
export function csvOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const lines = [columns.map((column) => csvCell(column.label)).join(",")];
  for (const row of rows) lines.push(columns.map((column) => csvCell(column.text(row))).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

/** Least width of a list in px: the sum of the least widths of its columns, and what surrounds them. */
export function leastWidth<Row>(columns: readonly Column<Row>[], around: number): number {
  const widths = columns.map((column) => Number(/(\d+)px/.exec(column.width)?.[1] ?? 0));
  return widths.reduce((sum, width) => sum + width, around);
}
