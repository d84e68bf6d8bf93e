// Means, trends or contrasts of them -> contrasts, within each group of `by`.
import type { Level } from "@mixedlm/design";
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
import { ADJUSTMENTS, type Adjustment } from "../inference/adjusted-p-values.ts";
import { type ContrastMethod, type ContrastSet, checkContrastMethod, contrastSet } from "./contrast-methods.ts";
import { tooManyContrasts, unknownFactorLevel, unknownVariable } from "./marginal-errors.ts";
import {
  groupsOf,
  type MarginalEstimates,
  type MarginalFunction,
  type MarginalParts,
  marginalEstimates,
  marginalParts,
} from "./marginal-estimates.ts";

/** Most contrasts of one call. */
const LIMIT = 20000;

/** What can be chosen about contrasts. */
export interface MeanContrastsOptions {
  /** Variables that divide the means into groups, within which contrasts are taken. Default: those of the means. */
  readonly by?: string | readonly string[] | undefined;
  /** The adjustment; default: the method's. */
  readonly adjust?: Adjustment | undefined;
  /** Level of intervals. Default: that of the means. */
  readonly alpha?: number | undefined;
  /**
   * Control of `trt.vs.ctrl`: a level, or several that are averaged; of several variables the label. Default: the
   * first.
   */
  readonly ref?: Level | readonly Level[] | undefined;
  /** Of the simulation of `mvt` in many dimensions. Default: that of the means, or 0. */
  readonly seed?: number | undefined;
  /** An `AbortSignal`, looked at before each group of contrasts: once aborted, its reason is thrown. */
  readonly signal?: StopSignal | undefined;
}

/** What an adjustment has to be. */
export const anAdjustment: OptionCheck = oneOf(ADJUSTMENTS);

/**
 * Contrasts of marginal means or trends, or of such contrasts.
 *
 * Methods, labels and coefficients are emmeans'; `helmert` compares each mean with those after it. Each group of `by`
 * is a family of tests by itself. By default pairs are adjusted by `tukey`; comparisons with a control, and `consec`
 * and `mean_chg`, by `mvt`, which is exact (emmeans takes an approximation, `dunnettx`, for the first); effects by
 * `fdr`; `poly`, `helmert` and contrasts of one's own by `none`. Only rows that are estimable count in a family.
 *
 * @param means - what `marginalMeans`, `marginalTrends` or this function returned.
 * @param method - the method's name, or coefficients by label: one for each mean of a group.
 * @throws {@link FitError} `not-marginal`, `contrast-method`, `contrast-coefficients`, `too-many-contrasts`,
 *   `unknown-variable`, `unknown-factor-level`, `unknown-option`, `option-type`.
 * @see Lenth (2022), emmeans: Estimated Marginal Means, aka Least-Squares Means.
 * @example
 * ```ts
 * meanContrasts(marginalMeans(fit, "Machine"), "pairwise").rows[0]; // { contrast: "A - B", estimate: -7.96..., ... }
 * ```
 */
export function meanContrasts(
  means: MarginalEstimates,
  method: ContrastMethod = "pairwise",
  options: MeanContrastsOptions = {},
): MarginalEstimates {
  const own = marginalParts(means);
  checkOptions("meanContrasts", options, {
    by: aNameOrNames,
    adjust: anAdjustment,
    alpha: aProbability,
    ref: aLevelOrLevels,
    seed: aSeed,
    signal: aSignal,
  });
  const by = options.by === undefined ? own.by : [options.by].flat();
  for (const name of by) if (!own.variables.includes(name)) throw unknownVariable("`by`", name, own.variables);
  const { alpha = own.alpha, seed = own.seed, ref, signal } = options;
  const primary = own.variables.flatMap((name, v) => (by.includes(name) ? [] : [v]));
  const groups = groupsOf({ ...own, by });
  const prefixed = primary.map((v) => own.functions.every(({ values }) => isNumeric(values[v])));
  const functions: MarginalFunction[] = [];
  checkContrastMethod(method);
  let found: ContrastSet | null = null;
  for (const group of groups) {
    const labels = group.map((r) => labelOf(own, r, primary, prefixed));
    found = contrastSet(method, labels.map(inParentheses), refs(own, group, primary, labels, ref));
    const first = own.functions[group[0]];
    const shared = by.map((name) => first.values[own.variables.indexOf(name)]);
    const count = groups.length * found.contrasts.length;
    if (count > LIMIT) throw tooManyContrasts(own.functions.length, count, LIMIT);
    for (const { label, coefficients } of found.contrasts)
      functions.push(combination(own, group, coefficients, [label, ...shared]));
  }
  const variables = [freeName("contrast", by), ...by];
  const adjust = options.adjust ?? found?.adjust ?? "none";
  return marginalEstimates(
    {
      ...own,
      kind: "contrasts",
      variables,
      by,
      functions,
      alpha,
      adjust,
      seed,
      isPairs: found?.isPairs ?? false,
      notes: own.kind === "contrasts" ? [] : own.notes.filter(({ kind }) => kind !== "interaction"),
    },
    null,
    signal,
  );
}

/** A name that no variable has: `contrast`, `contrast1`, ... */
function freeName(name: string, taken: readonly string[]): string {
  let [own, count] = [name, 0];
  while (taken.includes(own)) {
    count += 1;
    own = `${name}${count}`;
  }
  return own;
}

function combination(
  { functions }: MarginalParts,
  group: readonly number[],
  coefficients: readonly number[],
  values: readonly Level[],
): MarginalFunction {
  const x = new Float64Array(functions[group[0]].x.length);
  let offset = 0;
  let isEmpty = false;
  const members: number[] = [];
  group.forEach((r, k) => {
    const c = coefficients[k];
    if (c === 0) return;
    members.push(r);
    const own = functions[r];
    for (let j = 0; j < x.length; j++) x[j] += c * own.x[j];
    offset += c * own.offset;
    isEmpty ||= own.isEmpty;
  });
  return { values, x, offset, isEmpty, members };
}

/** Text that reads as a number is told from a number by its variable's name. */
function isNumeric(level: Level): boolean {
  if (typeof level === "boolean") return false;
  return typeof level === "number" || (level.trim() !== "" && Number.isFinite(Number(level)));
}

/** `A`, `age8`, `A age8`. */
function labelOf(
  { functions, variables }: MarginalParts,
  r: number,
  primary: readonly number[],
  prefixed: readonly boolean[],
): string {
  return primary.map((v, k) => `${prefixed[k] ? variables[v] : ""}${String(functions[r].values[v])}`).join(" ");
}

/** A label that could be taken for a calculation. */
function inParentheses(label: string): string {
  return /[-+/*]/.test(label) ? `(${label})` : label;
}

/** Positions of the control in a group. */
function refs(
  { functions, variables }: MarginalParts,
  group: readonly number[],
  primary: readonly number[],
  labels: readonly string[],
  ref: MeanContrastsOptions["ref"],
): number[] {
  if (ref === undefined) return [0];
  return [ref].flat().map((wanted) => {
    const values = group.map((r) => (primary.length === 1 ? functions[r].values[primary[0]] : null));
    const byValue = values.indexOf(wanted);
    const at = byValue >= 0 ? byValue : labels.indexOf(String(wanted));
    if (at >= 0) return at;
    const known = primary.length === 1 ? (values as Level[]) : labels;
    throw unknownFactorLevel(primary.map((v) => variables[v]).join(" "), wanted, known);
  });
}
