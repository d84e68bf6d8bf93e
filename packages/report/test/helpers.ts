// The cases of fixtures/summary-layout, fixtures/pandas-text and fixtures/simple-table, with their non-finite numbers
// restored, and a catcher of this package's errors.
import { readFileSync } from "node:fs";
import type { ContrastTableRecord } from "../src/contrast-table.ts";
import { ReportError } from "../src/errors.ts";
import { type MixedSummaryRecord, mixedSummary } from "../src/mixed-summary.ts";
import type { Label } from "../src/pandas/pandas-labels.ts";
import type { Dtype, Value } from "../src/pandas/pandas-values.ts";
import type { SummaryColRecord } from "../src/summary-column.ts";
import type { SummaryTable } from "../src/summary-table.ts";
import type { WaldTermsRecord } from "../src/wald-terms.ts";

export interface LayoutCase {
  readonly name: string;
  readonly kind: "table" | "record" | "fit";
  readonly table: SummaryTable;
  readonly text: string;
  readonly html: string;
  readonly latex: string;
}

type StoredCase = Omit<LayoutCase, "table"> & { table?: SummaryTable; record?: MixedSummaryRecord };

const pandasFixture = new URL("../../../fixtures/pandas-text/cases.json", import.meta.url);

const NON_FINITE = new Map([
  ["nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
]);

export function readLayoutCases(): LayoutCase[] {
  const stored: StoredCase[] = readCases("summary-layout/cases.json");
  return stored.map(({ table, record, ...rest }) => ({ ...rest, table: record ? mixedSummary(record) : table! }));
}

export interface SeriesCase {
  readonly kind: "series";
  /** Why the case is there. */
  readonly about: string;
  readonly index: readonly string[];
  readonly name: string | null;
  readonly values: readonly number[];
  readonly text: string;
}

export interface FrameCase {
  readonly kind: "frame";
  readonly about: string;
  readonly index: readonly string[];
  readonly columns: readonly string[];
  readonly values: readonly (readonly number[])[];
  readonly text: string;
}

export function readPandasCases(): (SeriesCase | FrameCase)[] {
  // null is NaN, except where there is no name
  const revive = (key: string, value: unknown) => (value === null && key !== "name" ? Number.NaN : value);
  return JSON.parse(readFileSync(pandasFixture, "utf8"), revive).cases;
}

/** A vector of any type, and how pandas prints it. */
export interface TypedSeriesCase {
  readonly kind: "series";
  readonly about: string;
  readonly index: readonly Label[];
  readonly index_dtype: Dtype;
  readonly index_name?: string;
  readonly values: readonly Value[];
  readonly dtype: Dtype;
  readonly name?: string;
  readonly text: string;
}

/** A matrix of any types, and how pandas prints and writes it; the longer texts are there for small ones only. */
export interface TypedFrameCase {
  readonly kind: "frame";
  readonly about: string;
  readonly index: readonly Label[];
  readonly index_dtype: Dtype;
  readonly index_name?: string;
  readonly columns: readonly Label[];
  readonly columns_dtype: Dtype;
  readonly values: readonly (readonly Value[])[];
  readonly dtypes: readonly Dtype[];
  readonly notebook: string;
  readonly script: string;
  readonly whole?: string;
  readonly html?: string;
  readonly repr_html?: string;
  readonly csv?: string;
}

export function readTypedCases(): (TypedSeriesCase | TypedFrameCase)[] {
  return readCases("pandas-text/typed.json");
}

/** A table of contrasts, of several models or of Wald tests, or a formatted number, as statsmodels and Python print it. */
export type SimpleTableCase =
  | ({ readonly kind: "contrast"; readonly record: ContrastTableRecord } & TableTexts)
  | ({ readonly kind: "columns"; readonly record: SummaryColRecord } & TableTexts)
  | { kind: "wald"; about: string; record: WaldTermsRecord; text: string; html: string }
  | { kind: "format"; about: string; record: { readonly x: number }; text: string | null };

interface TableTexts {
  readonly about: string;
  readonly text: string;
  readonly html: string;
  readonly latex: string;
}

export function readSimpleTableCases<K extends SimpleTableCase["kind"]>(
  kind: K,
): Extract<SimpleTableCase, { kind: K }>[] {
  const cases: SimpleTableCase[] = readCases("simple-table/cases.json");
  return cases.filter((each): each is Extract<SimpleTableCase, { kind: K }> => each.kind === kind);
}

// a number that JSON lacks is written as an object
function readCases<Case>(path: string): Case[] {
  const revive = (_key: string, value: unknown) =>
    typeof value === "object" && value !== null && "number" in value ? NON_FINITE.get(String(value.number)) : value;
  return JSON.parse(readFileSync(new URL(`../../../fixtures/${path}`, import.meta.url), "utf8"), revive).cases;
}

export function thrown(run: () => unknown): ReportError {
  try {
    run();
  } catch (error) {
    if (error instanceof ReportError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
