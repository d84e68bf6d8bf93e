// The conformance corpus (fixtures/formula): its cases, its data sets as tables, and how numbers are compared.
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { category, type DataType, type Level, type Table, toTable } from "../src/index.ts";

const folder = new URL("../../../fixtures/formula/", import.meta.url);

/** A number as the corpus writes it. */
type CorpusNumber = number | "NaN" | "Infinity" | "-Infinity";

export interface CorpusMatrix {
  readonly terms: readonly string[];
  readonly columns: readonly string[];
  readonly slices: Readonly<Record<string, readonly [number, number]>>;
  readonly codings: readonly { readonly term: string; readonly subterms: readonly Record<string, boolean>[] }[];
  readonly matrix: readonly (readonly CorpusNumber[])[];
}

export interface DesignCase {
  readonly id: string;
  readonly dataset: string;
  readonly formula: string;
  readonly tags: readonly string[];
  readonly lhs: CorpusMatrix | null;
  readonly rhs: CorpusMatrix;
  readonly dropped: readonly number[];
}

export interface NewDataCase {
  readonly id: string;
  readonly train: string;
  readonly dataset: string;
  readonly formula: string;
  readonly columns: readonly string[];
  readonly matrix?: readonly (readonly CorpusNumber[])[];
  readonly dropped?: readonly number[];
  readonly error?: { readonly span: readonly [number, number] };
}

export interface ComponentCase {
  readonly id: string;
  readonly dataset: string;
  readonly groups_column: string;
  readonly formula: string;
  readonly groups: readonly {
    readonly group: CorpusLevel;
    readonly rows: readonly number[];
    readonly columns: readonly string[];
    readonly matrix: readonly (readonly CorpusNumber[])[];
  }[];
}

export interface NamesCase {
  readonly id: string;
  readonly dataset: string;
  readonly formula: string;
  readonly groups: string;
  readonly re_formula: string | null;
  readonly vc_formula: Readonly<Record<string, string>> | null;
  readonly endog: string;
  readonly exog: readonly string[];
  readonly exog_re: readonly string[];
  readonly exog_re_full: readonly string[];
  readonly params: readonly string[];
  readonly vcomp: readonly string[];
  readonly group_labels: readonly CorpusLevel[];
}

export interface MalformedCase {
  readonly id: string;
  readonly dataset: string;
  readonly formula: string;
  readonly code: string;
  readonly call?: "dmatrix" | "dmatrices";
  readonly na_action?: "raise" | "drop";
  /** The place that the message underlines, in code points; null where none is asked for. */
  readonly want: readonly [number, number] | null;
}

type CorpusLevel = string | boolean | { readonly int: number } | { readonly float: number };

/** The cases of each kind; the corpus has others, of the formula package. */
interface CorpusKinds {
  readonly design: DesignCase;
  readonly design_error: DesignCase;
  readonly malformed: MalformedCase;
  readonly newdata: NewDataCase;
  readonly vc: ComponentCase;
  readonly mixedlm_names: NamesCase;
}

const read = (name: string): { cases: { kind: string }[] } => JSON.parse(readFileSync(new URL(name, folder), "utf8"));
const cases = [...read("cases.json").cases, ...read("found.json").cases];

/** The cases of one kind. */
export function casesOf<K extends keyof CorpusKinds>(kind: K): CorpusKinds[K][] {
  return cases.filter((one) => one.kind === kind) as unknown as CorpusKinds[K][];
}

/** A level as the corpus writes it. */
export function level(value: CorpusLevel): Level {
  if (typeof value !== "object") return value;
  return "int" in value ? value.int : value.float;
}

interface DatasetInfo {
  readonly csv: string;
  readonly columns: readonly { readonly name: string; readonly type: DataType; readonly categories?: string[] }[];
}

const datasets = JSON.parse(readFileSync(new URL("data/datasets.json", folder), "utf8")) as Record<string, DatasetInfo>;

/** A data set of the corpus with its types; whole numbers with a gap are floats, as in pandas. */
export function dataset(name: string): Table {
  const { csv, columns } = datasets[name]!;
  const [, ...lines] = readFileSync(new URL(csv, folder), "utf8").trimEnd().split(/\r?\n/);
  const cells = lines.map((line) => line.split(","));
  const entries = columns.map(({ name: column, type, categories }, j) => {
    const texts = cells.map((row) => (row[j] === "" ? null : row[j]!));
    if (type === "category") return [column, category(texts, categories)] as const;
    if (type === "string") return [column, texts] as const;
    if (type === "bool") return [column, texts.map((text) => text && text === "true")] as const;
    const numbers = texts.map((text) => (text === null ? Number.NaN : Number(text)));
    return [column, type === "int" ? numbers : Float64Array.from(numbers)] as const;
  });
  return toTable(Object.fromEntries(entries));
}

/** Compares a column-major matrix with the corpus' rows: |d| <= tolerance (1 + |v|). */
export function expectMatrix(
  data: Float64Array,
  expected: readonly (readonly CorpusNumber[])[],
  tolerance = 1e-12,
): void {
  const n = expected.length;
  const p = expected[0]?.length ?? 0;
  if (n > 0) expect(data.length).toBe(n * p);
  for (const [i, row] of expected.entries()) {
    for (const [j, text] of row.entries()) {
      const value = Number(text);
      const found = data[j * n + i]!;
      const isClose = Object.is(found, value) || Math.abs(found - value) <= tolerance * (1 + Math.abs(value));
      if (!isClose) expect.fail(`row ${i}, column ${j}: ${found}, expected ${value}`);
    }
  }
}
