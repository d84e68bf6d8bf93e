// In: a model of tools/fixtures/native/models.json or term-cases.json. Out: our fit of it, on the rows of its cells; and
// what lmerTest says of its terms, `fixtures/native/terms.json`, written by tools/fixtures/native_terms.R.
import { readFileSync } from "node:fs";
import { readCsv } from "@mixedlm/design";
import { loadData } from "../../../../tools/fixtures/load.ts";
import { type Fit, lmm } from "../../src/index.ts";
import { loadNative, NATIVE_MODELS, nativeFit } from "../native-fits.ts";

/** A test of lmerTest's table. */
export interface RecordedTerm {
  readonly term: string;
  readonly sumOfSquares: number;
  readonly numDf: number;
  readonly denDf: number;
  readonly statistic: number;
  readonly pValue: number;
  /** Rows over `columns`. */
  readonly L: readonly (readonly number[])[];
}

/** What is recorded of a model: tables by type; type I and II are not of weighted models. */
export interface RecordedTerms {
  readonly name: string;
  readonly formula: string;
  readonly columns: readonly string[];
  readonly tables: {
    readonly I?: readonly RecordedTerm[];
    readonly II?: readonly RecordedTerm[];
    readonly III: readonly RecordedTerm[];
  };
  readonly kenwardRoger: readonly RecordedTerm[];
}

/** A model with cells left out, or contrasts that R writes elsewhere. */
interface TermCase {
  readonly name: string;
  readonly dataset: string;
  readonly formula: string;
  /** The formula in R, where it makes other columns of the same space. */
  readonly r?: string;
  /** Values of columns whose rows are left out. */
  readonly without?: readonly Readonly<Record<string, string | number>>[];
}

const CASES = JSON.parse(
  readFileSync(new URL("../../../../tools/fixtures/native/term-cases.json", import.meta.url), "utf8"),
) as readonly TermCase[];

const recorded = loadNative<{ models: readonly RecordedTerms[]; cases: readonly RecordedTerms[] }>("terms");

/** All recorded models. */
export const RECORDED_TERMS: readonly RecordedTerms[] = [...recorded.models, ...recorded.cases];

const fits = new Map<string, Fit>();

/** Our fit of a recorded model by REML. */
export function termFit(name: string): Fit {
  if (NATIVE_MODELS.some((model) => model.name === name)) return nativeFit(name);
  const own = CASES.find((model) => model.name === name);
  if (own === undefined) throw new Error(`no case ${name}`);
  const fit = fits.get(name) ?? lmm(own.formula, caseTable(own));
  fits.set(name, fit);
  return fit;
}

/** Whether a model's columns are those of R, under R's names. */
export function hasSameColumns(name: string): boolean {
  return CASES.find((own) => own.name === name)?.r === undefined;
}

function caseTable({ dataset, without = [] }: TermCase): ReturnType<typeof readCsv> {
  const [head = "", ...lines] = loadData(dataset).trimEnd().split("\n");
  const names = head.split(",");
  const kept = lines.filter((line) => {
    const cells = line.split(",");
    return !without.some((cell) => Object.entries(cell).every(([name, v]) => cells[names.indexOf(name)] === String(v)));
  });
  return readCsv([head, ...kept].join("\n"));
}
