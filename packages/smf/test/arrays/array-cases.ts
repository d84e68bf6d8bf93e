// The recorded models of arrays as typed records, and their arguments as they were given to statsmodels.
import { readdirSync, readFileSync } from "node:fs";
import type { ArrayData } from "../../src/arrays/array-columns.ts";
import type { ArrayOptions } from "../../src/arrays/array-model.ts";
import { VCSpec } from "../../src/arrays/vc-spec.ts";
import { Frame } from "../../src/labelled/frame.ts";
import type { Label } from "../../src/labelled/labels.ts";
import { Series } from "../../src/labelled/series.ts";

const FOLDER = new URL("../../../../fixtures/array-models/", import.meta.url);

type RecordedArray =
  | number[]
  | number[][]
  | { series: number[]; name: string | null; index: Label[] }
  | { frame: number[][]; columns: string[]; index: Label[] };

type RecordedComponents =
  | { names: string[]; colnames: string[][][]; mats: number[][][][] }
  | { by_group: Record<string, Record<string, number[][]>> };

interface RecordedEffects {
  group: Label;
  names: string[];
}

/** What statsmodels made of arrays. */
export interface ArrayCase {
  case: string;
  arguments: {
    endog: RecordedArray;
    exog: RecordedArray;
    groups: RecordedArray | string[];
    exog_re?: RecordedArray;
    exog_vc?: RecordedComponents;
  };
  warnings: string[];
  endog_names: string;
  exog_names: string[];
  exog_re_names: string[];
  covariance_names: string[];
  param_names: string[];
  vcomp_names: string[];
  converged: boolean;
  fragile: boolean;
  fe_params: number[];
  bse_fe: number[];
  cov_re: number[][];
  vcomp: number[];
  scale: number;
  llf: number;
  random_effects: (RecordedEffects & { values: number[] })[];
  random_effects_cov: (RecordedEffects & { values: number[][] })[];
  fittedvalues: { index: Label[]; values: number[] };
  summary: string;
}

/** Reads all of them. */
export function arrayCases(): ArrayCase[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
  return names.sort().map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")));
}

/** The arguments of a recorded case. */
export function argumentsOf({
  arguments: given,
}: ArrayCase): [endog: ArrayData, exog: ArrayData, groups: ArrayLike<unknown>, options: ArrayOptions] {
  const { endog, exog, groups, exog_re, exog_vc } = given;
  const labels = "series" in groups ? groups.series : (groups as ArrayLike<unknown>);
  const options = {
    ...(exog_re === undefined ? {} : { exog_re: arrayOf(exog_re) }),
    ...(exog_vc === undefined ? {} : { exog_vc: componentsOf(exog_vc) }),
  };
  return [arrayOf(endog), arrayOf(exog), labels, options];
}

function arrayOf(given: RecordedArray): ArrayData {
  if ("series" in given) return new Series(given.index, given.series, { name: given.name });
  return "frame" in given ? new Frame(given.index, given.columns, given.frame) : given;
}

function componentsOf(given: RecordedComponents): NonNullable<ArrayOptions["exog_vc"]> {
  return "by_group" in given ? given.by_group : new VCSpec(given.names, given.colnames, given.mats);
}
