// Deletion of any sets of rows by the moments of the others: with the covariance parameters held, where the deleted
// rows have random effects in common with others, or with a new optimum. Nothing is subtracted, and rows are read again
// only log2 of the number of sets times.
import { lowerTransposedSolveInPlace, type Matrix, matrix, multiply } from "@mixedlm/linalg";
import { type DesignMoments, momentsWithout } from "@mixedlm/moments";
import { type StopSignal, throwIfAborted } from "../calls/progress.ts";
import { internalLambda } from "../coordinates/coordinates.ts";
import { coefficientMap } from "../coordinates/fixed-basis.ts";
import { independentColumns } from "../coordinates/independent-columns.ts";
import type { InternalProducts } from "../coordinates/internal-products.ts";
import type { Engine, Factorisation } from "../engine/engine.ts";
import { profiledEstimates, residualVariance } from "../engine/generalised-least-squares.ts";
import { rememberingPoint } from "../engine/remembering-point.ts";
import { FitError, noTable, oneGroup } from "../errors.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { engineFor } from "../search/engine-for.ts";
import { atOptimum, optimum as optimumOf } from "../search/optimum.ts";
import { keptProducts } from "../search/prepared-engine.ts";
import type { Deletion, DeletionOutcome } from "./deletion.ts";
import { lostColumns, noLikelihood, notConverged } from "./influence-errors.ts";

/**
 * Lists the fits without each of some sets of rows.
 *
 * @param codes - set of each row, -1 for none.
 * @param refit - whether the covariance parameters are estimated anew.
 */
export function* deleteSets(
  fit: Fit,
  codes: Int32Array,
  count: number,
  refit: boolean,
  signal: StopSignal | undefined,
): Generator<DeletionOutcome, void, undefined> {
  const { table, moments } = partsOf(fit);
  if (table === null) throw noTable();
  const without = momentsWithout(fit.design, table, codes, count, moments.fixed);
  for (const { moments: left } of without) yield outcome(() => (refit ? refitted(fit, left, signal) : held(fit, left)));
}

/** What a model refuses, as a record. */
function outcome(make: () => Deletion): DeletionOutcome {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof FitError)) throw error;
    return { code: error.code, message: error.message };
  }
}

/** A new optimum, looked for from the one of all rows. */
function refitted(fit: Fit, moments: DesignMoments, signal: StopSignal | undefined): Deletion {
  checkLevels(fit, moments);
  const { kept } = partsOf(fit).optimum;
  const visit = (): void => throwIfAborted(signal);
  const found = optimumOf(moments, { reml: fit.reml, dependent: "drop", start: fit.theta, visit });
  checkColumns(fit, kept, found.kept);
  if (found.status.kind === "not-converged") throw notConverged();
  return deletionOf(fit, found.engine, atOptimum(found), found.theta);
}

/** The parameters of all rows. */
function held(fit: Fit, moments: DesignMoments): Deletion {
  const { kept, estimates } = partsOf(fit).optimum;
  // columns that stand in place of X's are independent of each other in all rows, and perhaps not in these
  checkColumns(fit, kept, moments.fixed === null ? independentColumns(moments) : kept);
  const engine = rememberingPoint(engineFor(keptProducts(moments, kept).products));
  const there = engine.factorise(internalLambda(engine.products, estimates.lambda));
  if (there === null || !(residualVariance(engine.products, there, fit.reml) > 0)) throw noLikelihood();
  return deletionOf(fit, engine, there, fit.theta);
}

function deletionOf(fit: Fit, { products }: Engine, at: Factorisation, theta: readonly number[]): Deletion {
  const { beta, sigma2 } = profiledEstimates(products, at, fit.reml);
  const change = beta.map((value, j) => fit.beta[j] - value);
  return { change, root: covarianceRoot(products, at, fit.reml), sigma: Math.sqrt(sigma2), theta };
}

/** sigma M R^-T with M the map from internal to raw coefficients. */
function covarianceRoot(products: InternalProducts, at: Factorisation, reml: boolean): Matrix {
  const { p, fixed } = products;
  const half = matrix(p, p);
  for (let j = 0; j < p; j++) half.data[j * (p + 1)] = Math.sqrt(residualVariance(products, at, reml));
  lowerTransposedSolveInPlace(at.R, p, half.data, p, 0, p + 1);
  return multiply(matrix(p, p, coefficientMap(fixed)), half);
}

/** Refuses to go on with fewer columns than the fit has. */
function checkColumns({ design }: Fit, kept: readonly number[], found: readonly number[]): void {
  const lost = kept.filter((j) => !found.includes(j));
  if (lost.length > 0) throw lostColumns(lost.map((j) => design.fixed.names[j]));
}

/** Refuses grouping factors of which a single level has rows left. */
function checkLevels({ design }: Fit, { layout, factors }: DesignMoments): void {
  for (const { kind, factor, index } of layout.parts) {
    if (kind !== "effects") continue;
    const { weight } = factors[factor];
    const used = weight.reduce((count, own) => (own > 0 ? count + 1 : count), 0);
    const { name, levels } = design.groups[design.randomEffects[index].group];
    if (used < 2) throw oneGroup(name, levels[weight.findIndex((own) => own > 0)]);
  }
}
