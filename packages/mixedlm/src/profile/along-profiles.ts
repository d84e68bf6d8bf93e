// Parameters, each with the optimum that its profile is about -> what is made of the profiles. A profile may meet a
// lower deviance than that of the optimum, which then is none, and what was measured from it is about nothing: all
// profiles of that criterion are then walked again from the lower optimum.

import { type Counting, counted } from "../calls/progress.ts";
import { rawTheta } from "../coordinates/coordinates.ts";
import { canonicalParameters, withoutFrames } from "../parameters/covariance-parameters.ts";
import { sixDigits } from "../printing/six-digits.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { type Optimum, optimum } from "../search/optimum.ts";
import { worthwhile } from "../search/search.ts";
import { isLost, type ProfilePath, profilePath } from "./profile-path.ts";
import type { ProfiledParameter } from "./profiled-parameters.ts";

/** How often a lower optimum is looked for. */
const ROUNDS = 4;

/**
 * Walks profiles.
 *
 * @param work - makes something of a profile. `isAbout` tells whether it is about an optimum: where it is not, nothing
 *   can be measured along it.
 * @returns what was made, and what is to be said of the optima.
 */
export function alongProfiles<Made>(
  fit: Fit,
  profiled: readonly ProfiledParameter[],
  { onProgress, signal }: Counting,
  work: (own: ProfiledParameter, path: ProfilePath, isAbout: boolean) => Made,
): { readonly made: Made[]; readonly notes: readonly string[] } {
  let list = profiled;
  const notes: string[] = [];
  for (let round = 0; ; round++) {
    const watching = { signal, onProgress: round === 0 ? onProgress : undefined };
    const walked = counted(list, watching, (own) => {
      const path = profilePath(own.optimum, own.parameter, signal);
      return { own, path, made: work(own, path, true) };
    });
    const below = walked.filter(({ path }) => path.lowered() > 0);
    const lower = round < ROUNDS ? lowerOptima(fit, below) : new Map<Optimum, Optimum>();
    if (lower.size === 0) {
      const made = walked.map((one) => (isLost(one.path) ? work(one.own, one.path, false) : one.made));
      return { made, notes };
    }
    for (const [old, found] of lower) {
      const by = (old.estimates.objective - found.estimates.objective).toPrecision(3);
      const theta = found.theta.map(sixDigits).join(", ");
      notes.push(
        `the profiles met a deviance ${by} below the fit's, and are about that optimum; fit again with start: [${theta}]`,
      );
    }
    list = list.map((own) => ({ ...own, optimum: lower.get(own.optimum) ?? own.optimum }));
  }
}

/** For each optimum that is none, the one that a search finds from the lowest point that was met. */
function lowerOptima(
  fit: Fit,
  below: readonly { readonly own: ProfiledParameter; readonly path: ProfilePath }[],
): Map<Optimum, Optimum> {
  const lower = new Map<Optimum, Optimum>();
  const { moments } = partsOf(fit);
  for (const old of new Set(below.map(({ own }) => own.optimum))) {
    const paths = below.filter(({ own }) => own.optimum === old).map(({ path }) => path);
    const deepest = paths.reduce((a, b) => (b.lowered() > a.lowered() ? b : a));
    const start = thetaOf(old, deepest);
    const found = optimum(moments, { reml: old.reml, dependent: "drop", start });
    const [before, after] = [old.estimates.objective, found.estimates.objective];
    if (after < before - worthwhile(before)) lower.set(old, found);
  }
  return lower;
}

/** Theta at the lowest point of a path. */
function thetaOf({ engine: { products } }: Optimum, { held, lowestPoint }: ProfilePath): number[] {
  const { terms } = products;
  const { x } = lowestPoint();
  return rawTheta(products, canonicalParameters(terms, withoutFrames(terms, x.slice(0, -1), held.frames)));
}
