import type { HypervisorRow } from "@stackdeck/api-types";
import { freeAddresses, gaugesOf } from "../hypervisors/capacity.ts";

/** What the heat map shows. */
export type HeatMeasure = "cpu" | "memory" | "storage" | "addresses";

/** Addresses of a hypervisor that count as plenty. */
const plentyOfAddresses = 16;

/** How warm a cell is: level 0 (empty) to 4 (full), and the number behind it. */
export function heatOf(
  row: HypervisorRow,
  measure: HeatMeasure,
): { readonly level: 0 | 1 | 2 | 3 | 4; readonly text: string } {
  if (row.Freshness === "unreachable" || row.Freshness === "connecting")
    return { level: 0, text: row.Freshness };
  if (measure === "addresses") {
    const free = freeAddresses(row);
    return { level: levelOf(1 - Math.min(1, free / plentyOfAddresses)), text: `${free} free` };
  }
  const gauge = gaugesOf(row)[measure === "cpu" ? 0 : measure === "memory" ? 1 : 2];
  return { level: levelOf(gauge.share), text: `${Math.round(gauge.share * 100)} %` };
}

function levelOf(share: number): 0 | 1 | 2 | 3 | 4 {
  if (share >= 0.95) return 4;
  if (share >= 0.8) return 3;
  if (share >= 0.5) return 2;
  return share > 0.05 ? 1 : 0;
}
