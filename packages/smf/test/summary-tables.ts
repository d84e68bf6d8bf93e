// What statsmodels' summaries hold, as typed records: see fixtures/summary-tables.
import { readFileSync } from "node:fs";
import type { Label, SummaryOptions } from "../src/index.ts";

/** A data frame of texts, and how pandas prints it. */
export interface RecordedTable {
  readonly index: readonly Label[];
  readonly columns: readonly Label[];
  readonly values: readonly (readonly string[])[];
  readonly text: string;
}

/** A Summary. */
export interface HeldBySummary {
  readonly dataset: string;
  readonly case: string;
  readonly title: string | null;
  readonly extra_txt: readonly string[];
  readonly text: string;
  readonly tables: readonly RecordedTable[];
}

/** Reads the summaries of recorded fits, and the columns of one with facts of every kind. */
export function loadSummaryTables(): {
  readonly summaries: readonly (HeldBySummary & { readonly options: SummaryOptions })[];
  readonly columns: HeldBySummary;
} {
  const path = new URL("../../../fixtures/summary-tables/cases.json", import.meta.url);
  const { summaries, summary_col } = JSON.parse(readFileSync(path, "utf8"));
  return { summaries, columns: summary_col };
}
