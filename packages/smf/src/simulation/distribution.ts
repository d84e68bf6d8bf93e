// Parameters of a model -> responses drawn from it: X beta, random effects of every group, residuals. Square roots of
// covariances are those of singular ones too, and equal seeds give equal numbers on every machine.

import { type DesignRows, designRows, type RandomRows } from "@mixedlm/design";
import { isInstance } from "@mixedlm/formula";
import { type RandomGenerator, randomGenerator } from "@mixedlm/linalg";
import { lowerRoot } from "mixedlm";
import { optionType } from "../errors.ts";
import { notACovariance } from "../fitting/fit-errors.ts";
import { checkPoint } from "../fitting/given-point.ts";
import { exogRows, paramsLength } from "../inference/inference-errors.ts";
import { type NewRows, type PredictingModel, type PredictingParams, predictFixed } from "../inference/predict.ts";
import type { Frame } from "../labelled/frame.ts";
import { checkNumbers } from "../model/check-numbers.ts";
import { checkOptions } from "../model/options.ts";
import { rootsOf } from "../model/packing.ts";
import { finiteNumbers, MixedLMParams } from "../model/params.ts";
import { anySeed } from "./any-seed.ts";

/** The model whose groups and random columns are drawn for. */
export interface SimulatedModel extends PredictingModel {
  /** Columns with fixed effects. */
  readonly k_fe: number;
  /** Columns with random effects. */
  readonly k_re: number;
  /** Variance components. */
  readonly k_vc: number;
  /** The fixed effects' columns. */
  readonly exog: Frame;
}

/** What can be chosen about draws. */
export interface DrawOptions {
  /** A whole number or a text; equal seeds give equal draws. Without one every call differs. */
  readonly seed?: number | string;
}

/** The rows that are drawn for. */
interface SimulatedRows {
  /** X as it was given; null: the model's own. */
  readonly exog: NewRows | null;
  /** X beta and offset. */
  readonly mean: Float64Array;
  readonly rows: DesignRows;
}

/** Responses as a mixed model with known parameters has them. */
export class MixedLMDistribution {
  /** The model whose rows are drawn for. */
  readonly model: SimulatedModel;
  /** Fixed effects, length k_fe. */
  readonly fe_params: readonly number[];
  /** Covariance of the random effects, k_re x k_re, units of the response squared. */
  readonly cov_re: readonly (readonly number[])[];
  /** Variances of the components, length k_vc, units of the response squared. */
  readonly vcomp: readonly number[];
  /** Residual variance. */
  readonly scale: number;
  /** The group of each row, as its number in `group_labels`. */
  readonly group_idx: Int32Array;
  readonly #exog: NewRows | null;
  readonly #mean: Float64Array;
  readonly #rows: DesignRows;

  /** Made by {@link distributionOf}. @param params - covariances relative to `scale`. */
  constructor(
    model: SimulatedModel,
    { fe_params, cov_re, vcomp }: MixedLMParams,
    scale: number,
    { exog, mean, rows }: SimulatedRows,
  ) {
    this.model = model;
    this.#exog = exog;
    this.fe_params = fe_params;
    this.cov_re = cov_re.map((row) => row.map((v) => scale * v));
    this.vcomp = vcomp.map((v) => scale * v);
    this.scale = scale;
    // a copy: the draws use the design's own
    this.group_idx = rows.codes[0]!.slice();
    this.#mean = mean;
    this.#rows = rows;
  }

  /** What X is: as it was given, or the model's own. */
  get exog(): NewRows {
    return this.#exog ?? this.model.exog;
  }

  /**
   * Draws responses for the rows of the model.
   *
   * @param n - how many; more than one come in an array of vectors. Default 1.
   * @throws {@link SmfError} `option-type`, `unknown-option`; LinalgError `random-seed`.
   */
  rvs(n?: 1, options?: DrawOptions): Float64Array;
  rvs(n: number, options?: DrawOptions): Float64Array | Float64Array[];
  rvs(n: number = 1, options: DrawOptions = {}): Float64Array | Float64Array[] {
    checkOptions("rvs", options, { seed: "seed" });
    if (!Number.isInteger(n) || n < 1) throw optionType("rvs", "n", "a positive whole number", n);
    checkNumbers("rvs", n * this.#rows.n, "draw fewer at a time");
    const generator = randomGenerator(options.seed ?? anySeed());
    const draw = this.drawer();
    return n === 1 ? draw(generator) : Array.from({ length: n }, () => draw(generator));
  }

  /** Makes the function that draws one response after another from a stream of random numbers. */
  drawer(): (generator: RandomGenerator) => Float64Array {
    const { codes, weights, randomEffects, components, n } = this.#rows;
    const { design } = this.model;
    const k = this.cov_re.length;
    const root = lowerRoot(Float64Array.from(this.cov_re.flat()), k);
    const deviation = Math.sqrt(this.scale);
    return (generator) => {
      const y = this.#mean.slice();
      for (const [t, { group }] of design.randomEffects.entries()) {
        const effects = correlated(generator, design.groups[group]!.levels.length, k, root);
        addEffects(y, randomEffects[t]!, codes[group]!, (g) => g * k, effects);
      }
      for (const [c, { group, names }] of design.components.entries()) {
        const start = startsOf(names);
        const sd = Math.sqrt(this.vcomp[c]!);
        const effects = Float64Array.from({ length: start[names.length]! }, () => sd * generator.normal());
        addEffects(y, components[c]!, codes[group]!, (g) => start[g]!, effects);
      }
      for (let i = 0; i < n; i++) {
        const sd = weights === null ? deviation : deviation / Math.sqrt(weights[i]!);
        y[i]! += sd * generator.normal();
      }
      return y;
    };
  }
}

/**
 * Makes the distribution of responses.
 *
 * @param params - all packed parameters, fixed effects first, then the lower triangle of cov_re and the components
 *   divided by `scale`; or `MixedLMParams`.
 * @param scale - residual variance, not negative.
 * @param exog - new values of the fixed effects' columns, or a table of variables, for the model's rows; default: their
 *   own.
 * @throws {@link SmfError} `params-length`, `params-shape`, `not-a-covariance`, `option-type` for the scale,
 *   `exog-shape`; the errors of {@link predictFixed}.
 */
export function distributionOf(
  model: SimulatedModel,
  params: PredictingParams,
  scale: number,
  exog?: NewRows | null,
): MixedLMDistribution {
  if (!(typeof scale === "number" && scale >= 0 && scale < Number.POSITIVE_INFINITY))
    throw optionType("get_distribution", "scale", "a residual variance, 0 or more", scale);
  const own = givenParams(model, params);
  if (rootsOf(own) === null) throw notACovariance("params of get_distribution");
  const rows = designRows(model.design, model.table);
  const mean = predictFixed(model, own.fe_params, exog).values as Float64Array;
  if (mean.length !== rows.n) throw exogRows(mean.length, rows.n);
  return new MixedLMDistribution(model, own, scale, { exog: exog ?? null, mean, rows });
}

function givenParams(model: SimulatedModel, params: PredictingParams): MixedLMParams {
  const { k_fe, k_re, k_vc } = model;
  if (isInstance(params, MixedLMParams)) {
    checkPoint("params of get_distribution", model, params);
    return params.copy();
  }
  const packed = finiteNumbers("params", params);
  const length = k_fe + (k_re * (k_re + 1)) / 2 + k_vc;
  if (packed.length !== length) throw paramsLength("get_distribution", packed.length, [length]);
  return MixedLMParams.from_packed(packed, k_fe, k_re, false, true);
}

/** Random effects of all groups, k each, group after group: root u with u standard normals. */
function correlated(generator: RandomGenerator, groups: number, k: number, root: Float64Array): Float64Array {
  const effects = new Float64Array(groups * k);
  const u = new Float64Array(k);
  for (let g = 0; g < groups; g++) {
    for (let j = 0; j < k; j++) u[j] = generator.normal();
    for (let i = 0; i < k; i++) for (let j = 0; j <= i; j++) effects[g * k + i]! += root[j * k + i]! * u[j]!;
  }
  return effects;
}

/** Where the columns of each group start; one more entry: their number. */
function startsOf(names: readonly (readonly string[])[]): number[] {
  const starts = [0];
  for (const own of names) starts.push(starts[starts.length - 1]! + own.length);
  return starts;
}

/** Adds Z b of one random term. @param start - where the effects of a group stand. */
function addEffects(
  y: Float64Array,
  entries: RandomRows,
  codes: Int32Array,
  start: (g: number) => number,
  effects: Float64Array,
): void {
  for (const { column, value } of entries)
    for (let i = 0; i < y.length; i++) {
      const j = typeof column === "number" ? column : column[i]!;
      if (j >= 0) y[i]! += (value === null ? 1 : value[i]!) * effects[start(codes[i]!) + j]!;
    }
}
