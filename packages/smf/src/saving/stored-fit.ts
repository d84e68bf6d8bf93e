// What results hold besides their model, as plain values: what a file keeps. What the rows are needed for is worked out
// when it is asked for, and throws `data-removed` where they are not there.
import { type Engine, type Estimates, estimatesAt, type Fit, fitMoments, type Lambda } from "mixedlm";
import { fromHigher } from "../fitting/from-higher.ts";
import type { Label } from "../labelled/labels.ts";
import type { Series } from "../labelled/series.ts";
import type { MixedLM } from "../model/model.ts";
import type { ResultsInput } from "../results/results-input.ts";

/** The parts of a {@link ResultsInput} that need no rows. */
export interface StoredFit extends Omit<ResultsInput, "engine" | "fit" | "estimates"> {
  readonly estimates: Omit<Estimates, "b">;
  /** Whether there is a native fit: nothing was penalised, held, or left at its start. */
  readonly isNative: boolean;
  readonly random_effects: readonly Float64Array[];
}

/** Takes the parts that need no rows out of a result's input. */
export function storedFit(input: ResultsInput, random_effects: ReadonlyMap<Label, Series>): StoredFit {
  const { lambda, objective, beta, vcov, sigma2, psi } = input.estimates;
  const { reml, params_object, covariance, converged, warnings, llf, hist } = input;
  const { freepat, cov_pen, fe_pen, use_sqrt } = input;
  return {
    reml,
    params_object,
    covariance,
    converged,
    warnings,
    llf,
    hist,
    freepat,
    cov_pen,
    fe_pen,
    use_sqrt,
    estimates: { lambda, objective, beta, vcov, sigma2, psi },
    isNative: isNative(input),
    random_effects: Array.from(random_effects.values(), ({ values }) => Float64Array.from(values)),
  };
}

/**
 * Makes a result's input of stored parts; engine, native fit and random effects by factor come from the model's rows.
 */
export function restoredInput(model: MixedLM, { isNative: native, estimates, ...stored }: StoredFit): ResultsInput {
  let fit: Fit | null = null;
  const { reml, llf: value } = stored;
  const { lambda } = estimates;
  const fitOf = (): Fit | null => {
    if (native) fit ??= fromHigher(fitMoments(model.moments, { reml }), model.moments, { lambda, value });
    return fit;
  };
  const engineOf = (): Engine => fitOf()?.engine ?? model.engine;
  const bOf = (): Estimates["b"] => {
    const own = fitOf()?.estimates;
    // made again of square roots in raw units, the optimum's effects may differ in their last digit
    if (own !== undefined && areEqual(own.lambda, lambda)) return own.b;
    const beta = native ? undefined : estimates.beta;
    return estimatesAt(engineOf(), lambda, reml, beta)?.b ?? [];
  };
  const restored = {
    ...stored,
    isNative: native,
    estimates: {
      ...estimates,
      get b() {
        return bOf();
      },
    },
    get fit() {
      return fitOf();
    },
    get engine() {
      return engineOf();
    },
  };
  return restored;
}

function areEqual(a: Lambda, b: Lambda): boolean {
  return a.every((root, t) => root.every((entry, i) => entry === b[t]![i]));
}

/** A model and what its results were given. */
export interface BareFit {
  readonly model: MixedLM;
  readonly input: ResultsInput;
}

/**
 * Removes the rows; neither the model that is given nor anybody else who has it is affected.
 *
 * @param random_effects - of the result, whose values are kept.
 */
export function withoutData(model: MixedLM, input: ResultsInput, random_effects: ReadonlyMap<Label, Series>): BareFit {
  const bare = model.without_data();
  return { model: bare, input: restoredInput(bare, storedFit(input, random_effects)) };
}

/** Whether there is a native fit; of a restored result that is known without making it. */
function isNative(input: ResultsInput & { readonly isNative?: boolean }): boolean {
  return input.isNative ?? input.fit !== null;
}
