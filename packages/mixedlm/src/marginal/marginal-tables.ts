// Means, trends or contrasts -> tables to be printed: one for each group of rows, the contrasts' after those of the
// means.
import type { Level } from "@mixedlm/design";
import { percent, statisticHead } from "../printing/column-heads.ts";
import type { ResultTable } from "../printing/result-table.ts";
import { sixDigits } from "../printing/six-digits.ts";
import type { MarginalEstimates, MarginalRow } from "./marginal-estimates.ts";

/** Fields of rows that no variable can be called as. */
export const FIELDS: readonly string[] = [
  ...["estimate", "stdError", "df", "lower", "upper"],
  ...["statistic", "pValue", "estimable"],
];

const TITLES = {
  means: "Estimated marginal means",
  trends: "Estimated marginal trends",
  contrasts: "Contrasts",
} as const;

/** The tables of a record of estimates. */
export function marginalTables(
  estimates: Omit<MarginalEstimates, "toString" | "toHtml" | "toLatex" | "toMarkdown">,
): ResultTable[] {
  const { kind, of, variables, by, rows, notes, alpha, contrasts, ddf } = estimates;
  const heads = variables.filter((name) => !by.includes(name));
  const groups = new Map<string, MarginalRow[]>();
  for (const row of rows) {
    const key = by.map((name) => `${name} = ${text(row[name])}`).join(", ");
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const columns: ResultTable["columns"] = [
    ...heads.map((head) => ({ head, kind: "label" as const })),
    { head: kind === "means" ? "Mean" : kind === "trends" ? "Slope" : "Estimate", kind: "number" },
    { head: "Std. Error", kind: "number" },
    { head: "df", kind: "df" },
    { head: "Lower", kind: "number" },
    { head: "Upper", kind: "number" },
    { head: statisticHead(rows.map(({ df }) => df)), kind: "number" },
    { head: "p", kind: "probability" },
  ];
  const about = [`standard errors and degrees of freedom: ${ddf}; intervals: ${percent(1 - alpha)}`];
  const tables = [...groups].map(([key, own], g) => ({
    title: `${TITLES[kind]} of ${of}${key === "" ? "" : `, ${key}`}`,
    columns,
    rows: own.map((row) => cells(row, heads)),
    notes: g === groups.size - 1 ? [...notes, ...about] : [],
  }));
  return contrasts === null ? tables : [...tables, ...marginalTables(contrasts)];
}

function cells(row: MarginalRow, heads: readonly string[]): (string | number | null)[] {
  const { estimate, stdError, df, lower, upper, statistic, pValue } = row;
  const labels = heads.map((name) => text(row[name]));
  return [...labels, estimate ?? "not estimable", stdError, df, lower, upper, statistic, pValue];
}

/** A value as text: numbers that were averaged with few digits. */
function text(value: Level | null | undefined): string {
  return typeof value === "number" ? sixDigits(value) : String(value ?? "");
}
