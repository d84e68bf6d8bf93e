// The recorded tests of fixtures/contrasts, typed, and the record of estimates that the functions under test take.
import { readFileSync } from "node:fs";
import { buildMatrices } from "@mixedlm/design";
import { parseFormula } from "@mixedlm/formula";
import { expect } from "vitest";
import { loadData } from "../../../../tools/fixtures/load.ts";
import { readCsv } from "../../src/index.ts";
import type { Estimated } from "../../src/inference/estimated.ts";
import type { Restrictions } from "../../src/inference/restrictions.ts";

export interface RecordedTable {
  index: string[];
  columns: string[];
  values: (number | boolean)[][];
}

export interface RecordedSingle {
  r_matrix: unknown;
  options: { use_t?: boolean };
  summary_options: { alpha?: number; title?: string; xname?: string[] };
  effect: number[];
  sd: number[];
  statistic: number[];
  pvalue: number[];
  distribution: string;
  dist_args: number[];
  conf_int: number[][];
  conf_int_80: number[][];
  text: string;
  html: string;
  summary_frame: RecordedTable;
}

export interface RecordedJoint {
  r_matrix: unknown;
  options: Record<string, never>;
  statistic: number;
  pvalue: number;
  distribution: string;
  df_num: number | null;
  df_denom: number;
  text: string;
  warnings: [string, string][];
}

export interface RecordedTerms {
  options: Record<string, never>;
  index: string[];
  distribution: string;
  statistic: number[];
  pvalues: number[];
  df_constraints: number[];
  col_names: string[];
  text: string;
}

export interface RecordedPairs {
  term_name: string;
  options: { method?: string | string[]; alpha?: number; factor_labels?: string[] };
  result_frame: RecordedTable;
  contrasts: number[][];
  contrast_labels: string[];
  term_encoding_matrix: number[][];
}

export interface RecordedModel {
  name: string;
  dataset: string;
  formula: string | null;
  names: string[];
  params: number[];
  covariance: number[][];
  scale: number;
  k_fe: number;
  df_resid: number;
  use_t: boolean;
  t_test: RecordedSingle[];
  wald_test: RecordedJoint[];
  f_test: RecordedJoint[];
  wald_test_terms: RecordedTerms[];
  t_test_pairwise: RecordedPairs[];
  cov_params: { options: Record<string, never>; value: number | number[] | number[][] }[];
  conf_int: { alpha: number; cols: number[] | null; value: number[][] }[];
}

const folder = new URL("../../../../fixtures/contrasts/", import.meta.url);

export function recorded<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(file, folder), "utf8"));
}

export const models: readonly RecordedModel[] = recorded<{ models: RecordedModel[] }>("models.json").models;

/** A recorded model by its name. */
export function modelCalled(name: string): RecordedModel {
  return models.find((model) => model.name === name)!;
}

/** What the functions under test are handed. */
export function estimatedOf(model: RecordedModel): Estimated {
  const { formula, dataset } = model;
  const fixed = formula === null ? null : buildMatrices(parseFormula(formula), readCsv(loadData(dataset))).rhs;
  return { ...model, fixed };
}

/** A recorded hypothesis as it is written here. */
export function restrictionsOf(r: unknown): Restrictions {
  return (r as { equal?: Restrictions }).equal ?? (r as Restrictions);
}

/** Numbers of the same matrices by other software: to rounding, relative to the largest of them. */
export function expectClose(found: ArrayLike<number>, expected: readonly number[], relative = 1e-11): void {
  expect(found.length).toBe(expected.length);
  const size = Math.max(...expected.map(Math.abs), 0);
  expected.forEach((value, i) => {
    expect(Math.abs(found[i]! - value), `${found[i]} for ${value}`).toBeLessThanOrEqual(relative * size);
  });
}
