// The cases of fixtures/summary-layout and fixtures/pandas-text, with their non-finite numbers restored, and a catcher of
// this package's errors.
import { readFileSync } from "node:fs";
import { ReportError } from "../src/errors.ts";
import { type MixedSummaryRecord, mixedSummary, type SummaryTable } from "../src/summary-table.ts";

export interface LayoutCase {
  readonly name: string;
  readonly kind: "table" | "record" | "fit";
  readonly table: SummaryTable;
  readonly text: string;
  readonly html: string;
  readonly latex: string;
}

type StoredCase = Omit<LayoutCase, "table"> & { table?: SummaryTable; record?: MixedSummaryRecord };

const fixture = new URL("../../../fixtures/summary-layout/cases.json", import.meta.url);
const pandasFixture = new URL("../../../fixtures/pandas-text/cases.json", import.meta.url);

const NON_FINITE = new Map([
  ["nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
]);

export function readLayoutCases(): LayoutCase[] {
  const revive = (_key: string, value: unknown) =>
    typeof value === "string" ? (NON_FINITE.get(value) ?? value) : value;
  const stored: StoredCase[] = JSON.parse(readFileSync(fixture, "utf8"), revive).cases;
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

export function thrown(run: () => unknown): ReportError {
  try {
    run();
  } catch (error) {
    if (error instanceof ReportError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
