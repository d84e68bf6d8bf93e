// A random model -> the relations that it breaks. A model is fitted once, and then once more for each relation; where the
// first is refused, the second must be refused with the same code.
import { DesignError } from "@mixedlm/design";
import { FormulaError } from "@mixedlm/formula";
import type { RandomGenerator } from "@mixedlm/linalg";
import { MomentsError } from "@mixedlm/moments";
import { type Fit, FitError, lmm } from "mixedlm";
import { unequalFits } from "./compare-fits.ts";
import type { RandomModel } from "./random-models.ts";
import { type Call, RELATIONS } from "./relations-of-models.ts";
import { STAGE_RELATIONS } from "./relations-of-stages.ts";

/** A relation that does not hold. */
export interface BrokenRelation {
  readonly relation: string;
  readonly what: string;
}

/**
 * Checks all relations of a model.
 *
 * @param tally - counts relations that held, by name.
 */
export function checkRelations(
  model: RandomModel,
  random: RandomGenerator,
  tally: Map<string, number>,
): BrokenRelation[] {
  const count = (key: string) => tally.set(key, (tally.get(key) ?? 0) + 1);
  const first = fitOrCode(model);
  count(
    typeof first === "string"
      ? `refused: ${first}`
      : `fitted: ${first.status.kind}${hasMaximum(first) ? "" : ", perhaps without maximum"}`,
  );
  if (typeof first === "string" ? first === "perfect-fit" : !hasMaximum(first)) return [];
  if (hasLostRows(model)) {
    count("skipped: rows of no weight beside others");
    return [];
  }
  const broken: BrokenRelation[] = [];
  for (const [relation, relate] of RELATIONS) {
    const related = relate(model, random);
    // twice the rows may be enough where the rows were too few
    if (related === null || (typeof first === "string" && related.copies !== undefined)) continue;
    const what = orThrown(() => {
      const second = fitOrCode(related);
      if (typeof second !== "string" && second.status.kind === "not-converged") return second.status.text;
      if (typeof second !== "string" && !hasMaximum(second)) return null;
      if (typeof first === "string" || typeof second === "string") return unequalRefusals(first, second);
      return unequalFits(first, second, related);
    });
    if (what === null) count(relation);
    else broken.push({ relation, what });
  }
  if (typeof first === "string") return broken;
  for (const [relation, difference] of STAGE_RELATIONS) {
    const what = orThrown(() => difference(model, first, random));
    if (what === null) count(relation);
    else if (what !== undefined) broken.push({ relation, what });
  }
  return broken;
}

/** Relative standard deviations beyond which a residual variance that may be zero counts as running there. */
const BEYOND = 1e3;

/**
 * Where the random effects can follow every row, the likelihood may have no maximum, and where a search ends then hangs
 * on rounding; so it does where the search says that it found none. In large designs it is not known whether they can.
 */
function hasMaximum({ engine, status, theta }: Fit): boolean {
  const { varianceOutside } = engine;
  if (varianceOutside === null || status.kind === "not-converged") return false;
  return !Number.isNaN(varianceOutside) || theta.every((value) => Math.abs(value) <= BEYOND);
}

/** The largest ratio of weights: beyond it products of columns hold no digits of some rows, and so rank is a matter of chance. */
const RATIO = 1e8;

function hasLostRows({ table, options }: RandomModel): boolean {
  if (options.weights === undefined) return false;
  const weights = (table.w as readonly number[]).filter((w) => w > 0);
  return Math.max(...weights) > RATIO * Math.min(...weights);
}

/** Whatever is thrown breaks the relation. */
function orThrown<T>(compare: () => T): T | string {
  try {
    return compare();
  } catch (error) {
    return `throws ${error instanceof Error ? error.stack?.split("\n").slice(0, 3).join("") : error}`;
  }
}

function fitOrCode({ formula, table, options }: Call): Fit | string {
  try {
    return lmm(formula, table as never, options);
  } catch (error) {
    const isOurs = [FitError, DesignError, FormulaError, MomentsError].some((own) => error instanceof own);
    if (!isOurs) throw error;
    return (error as FitError).code;
  }
}

function unequalRefusals(first: Fit | string, second: Fit | string): string | null {
  const [a, b] = [first, second].map((fit) => (typeof fit === "string" ? fit : "a fit"));
  // a constant to which a multiple of a covariate is added is no longer one, and still a perfect fit
  if (a === "constant-response" && b === "perfect-fit") return null;
  return a === b ? null : `${b} instead of ${a}`;
}
