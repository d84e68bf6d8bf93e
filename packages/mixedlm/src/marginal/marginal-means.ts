// A fit and variables -> means of the response at the points of a reference grid, averaged over all other variables'
// levels: what the model says of each level, as if the data were balanced. Only the fixed effects count; random effects
// are 0.
import type { Level, MatrixSpec } from "@mixedlm/design";
import { isRecord, recordEntries, shortText, variables } from "@mixedlm/formula";
import {
  aLevelOrLevels,
  aNameOrNames,
  aProbability,
  aSeed,
  aSignal,
  checkOptions,
  type OptionCheck,
  oneOf,
} from "../calls/option-checks.ts";
import type { StopSignal } from "../calls/progress.ts";
import { optionType } from "../errors.ts";
import type { Adjustment } from "../inference/adjusted-p-values.ts";
import { aDfOption, type DfOption, fixedInference } from "../inference/fixed-inference.ts";
import { sixDigits } from "../printing/six-digits.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { unknownCombinations } from "../rows/row-errors.ts";
import { columnDependence, type Dependence } from "./column-dependence.ts";
import { type ContrastMethod, checkContrastMethod } from "./contrast-methods.ts";
import { optionOfContrasts, unknownVariable } from "./marginal-errors.ts";
import {
  type MarginalEstimates,
  type MarginalFunction,
  type MarginalNote,
  type MarginalParts,
  marginalEstimates,
} from "./marginal-estimates.ts";
import { type MarginalSpecs, readSpecs } from "./marginal-specs.ts";
import { anAdjustment, meanContrasts } from "./mean-contrasts.ts";
import { type MeanWeights, meanWeights } from "./mean-weights.ts";
import { isReferenceValues } from "./reference-checks.ts";
import {
  type AtValues,
  type Grid,
  type GridVariable,
  gridOf,
  gridVariables,
  type PointColumns,
  pointColumns,
} from "./reference-grid.ts";
import { type ReferenceValues, referenceValues } from "./reference-values.ts";

/** What can be chosen about marginal means and trends. */
export interface MarginalOptions {
  /** Values of variables, one or several, in place of a covariate's mean or of all levels of a factor. */
  readonly at?: AtValues | undefined;
  /** Variables that divide the table: their values are wanted too, and contrasts are taken within them. */
  readonly by?: string | readonly string[] | undefined;
  /** How what is averaged over counts. Default `equal`. */
  readonly weights?: MeanWeights | undefined;
  /** Where degrees of freedom come from. Default `satterthwaite`. */
  readonly ddf?: DfOption | undefined;
  /** Level of tests and intervals. Default 0.05. */
  readonly alpha?: number | undefined;
  /** Adjustment of the means' own tests and intervals, within each group of `by`. Default `none`. */
  readonly adjust?: Adjustment | undefined;
  /** Contrasts of the means. Default: what is left of a tilde in the specs, or none. */
  readonly contrasts?: ContrastMethod | undefined;
  /** Adjustment of the contrasts; default: the method's, see `meanContrasts`. */
  readonly contrastAdjust?: Adjustment | undefined;
  /** Control of `trt.vs.ctrl`. Default: the first level. */
  readonly ref?: Level | readonly Level[] | undefined;
  /** Reference values of a fit without rows: `referenceValues` of the fit that had them. */
  readonly reference?: ReferenceValues | undefined;
  /** Of the simulation of adjustment `mvt` in many dimensions. Default 0. */
  readonly seed?: number | undefined;
  /** An `AbortSignal`, looked at before each group of rows is adjusted: once aborted, its reason is thrown. */
  readonly signal?: StopSignal | undefined;
}

const anObject: OptionCheck = [(v) => recordEntries(v) !== null, "an object"];

const aReference: OptionCheck = [isReferenceValues, "what `referenceValues` returned"];

const CHECKS = {
  at: anObject,
  by: aNameOrNames,
  weights: oneOf(["equal", "proportional", "outer", "cells", "flat"]),
  ddf: aDfOption,
  alpha: aProbability,
  adjust: anAdjustment,
  contrasts: [(v: unknown) => typeof v === "string" || isRecord(v), "a method or an object"] as OptionCheck,
  contrastAdjust: anAdjustment,
  ref: aLevelOrLevels,
  reference: aReference,
  seed: aSeed,
  signal: aSignal,
};

/**
 * Estimated marginal means: what the fixed effects predict for each level of a factor (or combination of levels),
 * averaged over the levels of the other factors, with covariates at their means.
 *
 * The reference grid has the levels that occur of each factor (also of a number inside `C()`), the mean of each
 * covariate over the rows, and both values of a number that has only two. Transformations are evaluated at the grid, so
 * that `log(x)` is that of the mean of x. An offset is evaluated there too and added. Means that the data do not
 * identify, as of an empty cell, are null. The first variable varies fastest in the rows.
 *
 * @param specs - variables: "Machine", ["recipe", "temperature"], "~ recipe | temperature" (by temperature),
 *   "pairwise ~ recipe" (with contrasts), "~ 1" (the overall mean).
 * @throws {@link FitError} `not-a-fit`, `marginal-specs`, `unknown-variable`, `unknown-factor-level`, `grid-value`,
 *   `no-reference-value`, `no-frequencies`, `field-name`, `unknown-combinations`, `grid-too-large`, `rows-needed`,
 *   `unknown-option`, `option-type`, and as `meanContrasts`; DesignError where an expression has no value.
 * @see Searle, Speed & Milliken (1980), Am. Stat. 34, 216-221; Lenth's emmeans, whose numbers these are.
 * @example
 * ```ts
 * marginalMeans(fit, "pairwise ~ Machine").contrasts?.rows[0].estimate; // -7.96...
 * ```
 */
export function marginalMeans(fit: Fit, specs: MarginalSpecs, options: MarginalOptions = {}): MarginalEstimates {
  return averaged("marginalMeans", fit, specs, options, null);
}

/** Slopes in place of values: the variable, and how the columns' derivatives are made. */
export interface SlopeOf {
  readonly name: string;
  /** @throws {@link FitError} `not-numeric`. */
  readonly check: (variable: GridVariable) => void;
  readonly columns: (fit: Fit, grid: Grid, variable: number, points: Int32Array) => PointColumns;
}

/** Means of columns, or of their slopes, over a grid. */
export function averaged(
  call: string,
  fit: Fit,
  specs: MarginalSpecs,
  options: MarginalOptions,
  slope: SlopeOf | null,
): MarginalEstimates {
  partsOf(fit);
  checkOptions(call, options, CHECKS);
  const { at = {}, weights = "equal", alpha = 0.05, adjust = "none", seed = 0, ddf, signal } = options;
  const reference = options.reference ?? referenceValues(fit);
  const known = reference.variables.map(({ name }) => name);
  const read = readSpecs(specs, known);
  const by = [...new Set([...read.by, ...[options.by ?? []].flat()])];
  const shown = [...read.variables.filter((name) => !by.includes(name)), ...by];
  const method = options.contrasts ?? (read.method as ContrastMethod | null);
  if (method !== null) checkContrastMethod(method);
  else
    for (const option of ["contrastAdjust", "ref"] as const)
      if (options[option] !== undefined) throw optionOfContrasts(call, option);
  for (const name of slope === null ? shown : [slope.name, ...shown])
    if (!known.includes(name)) throw unknownVariable(call, name, known);
  const all = gridVariables(call, reference, at);
  const own = shown.map((name) => all.find((variable) => variable.name === name) as GridVariable);
  const others = all.filter(({ name }) => !shown.includes(name));
  const grid = gridOf([...own, ...others]);
  const means = gridOf(own).size;
  if (slope !== null) slope.check(all.find(({ name }) => name === slope.name) as GridVariable);
  const share = meanWeights(weights, grid, means, reference);
  const functions = meanFunctions(fit, grid, means, own, share, slope);
  const inference = fixedInference(fit, ddf);
  const dependence = reference.dependence ?? columnDependence(fit);
  if (dependence !== null && !isAbout(fit, dependence))
    throw optionType(call, "reference", "what `referenceValues` returned of a fit with the same columns", reference);
  if (dependence === null && fit.dropped.length > 0) throw unknownCombinations(fit.dropped);
  const notes = notesOf(fit, own, others, weights, slope);
  const response = fit.design.response.names[0];
  const parts: MarginalParts = {
    fit,
    inference,
    dependence,
    variables: shown,
    by,
    functions,
    alpha,
    adjust,
    notes,
    seed,
    kind: slope === null ? "means" : "trends",
    of: slope === null ? response : `${response} per ${slope.name}`,
    isPairs: false,
  };
  const plain = marginalEstimates(parts, null, signal);
  if (method === null) return plain;
  const contrasts = meanContrasts(plain, method, { adjust: options.contrastAdjust, ref: options.ref, signal });
  return marginalEstimates(parts, contrasts, signal);
}

/** Whether a dependence is of the columns that a fit has. */
function isAbout(fit: Fit, { kept, dropped }: Dependence): boolean {
  const own = partsOf(fit).optimum.kept;
  const all = new Set([...kept, ...dropped]);
  const { length } = fit.design.fixed.names;
  const hasAll = all.size === length && Array.from(all).every((j) => j < length);
  return hasAll && kept.length === own.length && own.every((j, k) => kept[k] === j);
}

/** Numbers of columns of points that are in memory at one time. */
const CHUNK = 2 ** 18;

/** Weighted means of the columns: point g belongs to mean g modulo their number. */
function meanFunctions(
  fit: Fit,
  grid: Grid,
  means: number,
  own: readonly GridVariable[],
  share: Float64Array,
  slope: SlopeOf | null,
): MarginalFunction[] {
  const P = fit.design.fixed.names.length;
  const x = Array.from({ length: means }, () => new Float64Array(P));
  const offset = new Float64Array(means);
  const total = new Float64Array(means);
  const counted = Int32Array.from({ length: grid.size }, (_, g) => g).filter((g) => share[g] > 0);
  const variable = slope === null ? -1 : grid.variables.findIndex(({ name }) => name === slope.name);
  const step = Math.max(1, Math.floor(CHUNK / (P + 1)));
  for (let start = 0; start < counted.length; start += step) {
    const points = counted.subarray(start, start + step);
    const made = slope === null ? pointColumns(fit, grid, points) : slope.columns(fit, grid, variable, points);
    points.forEach((g, i) => {
      const r = g % means;
      for (let j = 0; j < P; j++) x[r][j] += share[g] * made.X[j * made.n + i];
      offset[r] += made.offset === null ? 0 : share[g] * made.offset[i];
      total[r] += share[g];
    });
  }
  const values = gridOf(own);
  return x.map((row, r) => {
    const sum = total[r] || 1;
    return {
      values: own.map((variable, v) => variable.values[values.position(v, r)]),
      x: row.map((entry) => entry / sum),
      offset: offset[r] / sum,
      isEmpty: total[r] === 0,
      members: [],
    };
  });
}

function notesOf(
  { design: { fixed } }: Fit,
  own: readonly GridVariable[],
  others: readonly GridVariable[],
  weights: MeanWeights,
  slope: SlopeOf | null,
): MarginalNote[] {
  const over = others.filter(({ values }) => values.length > 1).map(({ name }) => name);
  const at = others
    .filter(({ values }) => values.length === 1)
    .map(({ name, values }) => `${name} = ${levelText(values[0])}`);
  const how = weights === "equal" ? "" : `, weights ${weights}`;
  const names = [...own.map(({ name }) => name), ...(slope === null ? [] : [slope.name])];
  const interacting = fixed.terms.filter(({ subterms }) => {
    const used = subterms.flatMap(({ factors }) => factors.flatMap(({ factor }) => variablesOf(fixed, factor)));
    return used.some((name) => names.includes(name)) && used.some((name) => !names.includes(name));
  });
  const notes: MarginalNote[] = [];
  if (over.length > 0) notes.push({ kind: "averaged", text: `averaged over ${over.join(", ")}${how}` });
  if (at.length > 0) notes.push({ kind: "at", text: `at ${at.join(", ")}` });
  if (interacting.length > 0) {
    const terms = interacting.map(({ name }) => name).join(", ");
    notes.push({
      kind: "interaction",
      text: `may mislead: ${terms} in the model, so that no mean or slope holds for all`,
    });
  }
  return notes;
}

function variablesOf({ factors }: MatrixSpec, name: string): string[] {
  return factors.filter((factor) => factor.name === name).flatMap(({ expression }) => variables(expression));
}

/** A level within a sentence; it may be a text of any length. */
function levelText(value: Level): string {
  return typeof value === "number" ? sixDigits(value) : shortText(String(value));
}
