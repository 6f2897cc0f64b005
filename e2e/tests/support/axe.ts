/** Accessibility rules, asked of what is on the screen. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/**
 * Violations of WCAG 2.2 A and AA, in words, on the whole page or in one part of it; rules that axe itself calls
 * experimental are left out, as by default.
 */
export async function violations(page: Page, part?: string): Promise<string[]> {
  await page.evaluate(axeSource);
  const where = part === undefined ? "document" : JSON.stringify(part);
  const found = await page.evaluate<Violation[]>(
    `axe.run(${where}, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then((result) =>
      result.violations.filter(({ tags }) => !tags.includes("experimental")).map(({ id, nodes }) => ({
        id,
        nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })),
      })))`,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.slice(0, 5).map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} — ${failureSummary}`),
  );
}
