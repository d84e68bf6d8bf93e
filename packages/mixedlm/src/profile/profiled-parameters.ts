// In: a fit, and what is wanted of it. Out: its parameters, each with the optimum that its profile starts from. Fixed
// effects are profiled by maximum likelihood, as a restricted likelihood is no function of them; variance parameters by
// the one that is asked for. The other criterion's optimum is found from the moments, without the rows.

import type { Fit } from "../results/fit.ts";
import { oncePerFit, partsOf } from "../results/fit-parts.ts";
import { type ModelParameter, modelParameters } from "../results/parameter-names.ts";
import { refit } from "../results/refit.ts";
import type { Optimum } from "../search/optimum.ts";
import { unknownParameter } from "./profile-errors.ts";

/** A parameter, and the optimum of the criterion that it is profiled by. */
export interface ProfiledParameter {
  readonly parameter: ModelParameter;
  readonly optimum: Optimum;
}

/**
 * Chooses parameters of a fit and finds the optima that they are profiled from.
 *
 * @param wanted - see {@link selectedParameters}.
 * @param reml - criterion of the variance parameters.
 * @throws {@link FitError} `unknown-parameter`; `not-a-fit`.
 */
export function profiledParameters(
  fit: Fit,
  wanted: string | readonly string[] | undefined,
  reml: boolean,
): readonly ProfiledParameter[] {
  return selectedParameters(fit, wanted).map((parameter) => {
    return { parameter, optimum: optimumBy(fit, reml && parameter.kind !== "fixed") };
  });
}

/**
 * The parameters of a fit that are named.
 *
 * @param wanted - names, or "fixed" and "variance" for all of a kind where no parameter is called so; default: all.
 * @throws {@link FitError} `unknown-parameter`.
 */
export function selectedParameters(
  fit: Fit,
  wanted: string | readonly string[] | undefined,
): readonly ModelParameter[] {
  const all = modelParameters(fit);
  if (wanted === undefined) return all;
  const chosen = new Set<ModelParameter>();
  for (const name of typeof wanted === "string" ? [wanted] : wanted) {
    const named = all.filter((own) => own.name === name);
    const found = named.length > 0 ? named : ofKind(all, name);
    if (found.length === 0)
      throw unknownParameter(
        name,
        all.map((own) => own.name),
      );
    for (const own of found) chosen.add(own);
  }
  return all.filter((own) => chosen.has(own));
}

function ofKind(all: readonly ModelParameter[], kind: string): readonly ModelParameter[] {
  if (kind === "fixed") return all.filter((own) => own.kind === "fixed");
  return kind === "variance" ? all.filter((own) => own.kind !== "fixed") : [];
}

const otherOf = oncePerFit((fit: Fit) => refit(fit));

/** The optimum of a fit, or of the other criterion; that one is found once. */
function optimumBy(fit: Fit, reml: boolean): Optimum {
  if (fit.reml === reml) return partsOf(fit).optimum;
  return partsOf(otherOf(fit)).optimum;
}
