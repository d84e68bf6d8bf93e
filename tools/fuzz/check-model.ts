// What must hold of any model whatever: `lmm` gives a typed error or a fit that is what the definition says, other starts lead
// no lower, and statsmodels' front door gives the same likelihood. In: a random model; out: outcomes and broken rules.
import { DesignError } from "@mixedlm/design";
import { FormulaError } from "@mixedlm/formula";
import { randomGenerator } from "@mixedlm/linalg";
import * as smf from "@mixedlm/smf";
import { type Fit, FitError, lmm } from "mixedlm";
import { checkFit, type Deviations } from "./check-fit.ts";
import { type RandomModel, type RandomTerms, randomModel } from "./random-models.ts";

/** What came of a model. */
export interface ModelCheck {
  /** Codes of errors or kinds of fits, of both front doors. */
  readonly outcome: readonly string[];
  /** Rules that were broken, in words. */
  readonly problems: readonly string[];
  /** How far the fit is from the definition; empty for an error. */
  readonly deviations: Deviations;
  /** Whether the data leave all digits that are asked for. */
  readonly isPrecise: boolean;
  readonly seconds: number;
}

/** How many models there are to one that goes through the second front door as well, or is searched from other starts. */
const [SECOND_DOOR, OTHER_STARTS] = [1, 10];
/** What another start may gain: more than what a search leaves. */
const GAIN = 1e-6;

/** Precision of a value that may show another one to be too high. */
const DIGITS = 1e-7;
/** Theta beyond which the criterion is flat or has no digits. */
const RUNAWAY = 1e5;

/** The model of a seed and a number. */
export function modelOf(seed: string, index: number): RandomModel {
  return randomModel(randomGenerator(`${seed}/${index}`));
}

/** Fits a model and looks at everything. */
export function checkModel(model: RandomModel, index: number): ModelCheck {
  const started = performance.now();
  const fit = attempt(() => lmm(model.formula as string, model.table as never, model.options));
  const seconds = (performance.now() - started) / 1000;
  if (fit.value === null) {
    const own = { outcome: [`lmm: ${fit.code}`], deviations: {}, isPrecise: false, seconds };
    return { ...own, problems: fit.isTyped ? [] : [`throws ${fit.code}`] };
  }
  const { kind, directions } = fit.value.status;
  const vanishes = directions.includes("the residual variance is 0");
  const { problems, deviations, precision } = checkFit(model, fit.value);
  const second = index % SECOND_DOOR === 0 ? secondDoor(model, fit.value) : null;
  const lower = index % OTHER_STARTS === 0 && !vanishes ? otherStarts(model, fit.value, index) : [];
  return {
    outcome: [`lmm: ${kind}${vanishes ? ", no residual variance" : ""}`, ...(second?.outcome ?? [])],
    problems: [...problems, ...(second?.problems ?? []), ...lower],
    deviations,
    isPrecise: precision === 1e-9 && kind !== "not-converged",
    seconds,
  };
}

interface Attempt<T> {
  readonly value: T | null;
  readonly code: string;
  readonly isTyped: boolean;
}

function attempt<T>(make: () => T): Attempt<T> {
  try {
    return { value: make(), code: "", isTyped: true };
  } catch (error) {
    const isTyped =
      error instanceof FitError ||
      error instanceof DesignError ||
      error instanceof FormulaError ||
      error instanceof smf.SmfError;
    return { value: null, code: isTyped ? `${error.name} ${error.code}` : String(error), isTyped };
  }
}

/** A model with one unstructured term over one column, in statsmodels' words. */
function secondDoor(model: RandomModel, fit: Fit): Pick<ModelCheck, "outcome" | "problems"> | null {
  const { bars, options, table, fixed } = model;
  const [bar, ...others] = bars;
  if (bar === undefined || others.length > 0 || bar.groups.length > 1 || bar.structure !== "us") return null;
  if (options.weights !== undefined || options.offset !== undefined || fit.dropped.length > 0) return null;
  const found = attempt(() =>
    smf
      .mixedlm(
        `y ~ ${written(fixed)}`,
        table as never,
        bar.groups[0] as never,
        {
          re_formula: `~ ${written(bar)}`,
          missing: "drop",
        } as never,
      )
      .fit({ reml: options.reml } as never),
  );
  if (found.value === null)
    return { outcome: [`smf: ${found.code}`], problems: found.isTyped ? [] : [`smf throws ${found.code}`] };
  const { llf, converged } = found.value as { llf: number; converged: boolean };
  const outcome = [`smf: ${converged ? "converged" : "not converged"}`];
  const difference = Math.abs(llf - fit.logLik) / (1 + Math.abs(fit.logLik));
  // statsmodels' search may stop where the likelihood is 1e-4 short, and its digits are kept then
  const isSame = difference <= 1.1e-4 || fit.status.kind === "not-converged";
  return { outcome, problems: isSame ? [] : [`smf has the log-likelihood ${llf}, lmm ${fit.logLik}`] };
}

function written({ intercept, terms }: RandomTerms): string {
  return [intercept ? "1" : "0", ...terms.map((factors) => factors.join(":"))].join(" + ");
}

/** Starts that are far from theta, each of which is searched from. */
function otherStarts(model: RandomModel, fit: Fit, index: number): string[] {
  const random = randomGenerator(`start/${index}`);
  const { thetaNames, theta } = fit;
  const starts = [0.3, 1, 2, 3].map((spread) =>
    theta.map((value, k) => {
      if (thetaNames[k]?.endsWith("rho")) return value * random.uniform();
      const size = Math.abs(value) < 1e-8 ? random.uniform() : value;
      return size * Math.exp(spread * random.normal());
    }),
  );
  return starts.flatMap((start) => {
    const { value: other } = attempt(() =>
      lmm(model.formula as string, model.table as never, { ...model.options, start }),
    );
    if (other === null || other.status.directions.includes("the residual variance is 0")) return [];
    const gain = fit.objective - other.objective;
    // the other start's value is believed where it has digits and the definition gives it too, and no covariance runs away
    const there = gain > 0 ? checkFit(model, other) : null;
    if (there === null || there.problems.length > 0 || there.precision > DIGITS) return [];
    if (other.theta.some((value) => Math.abs(value) > RUNAWAY) || other.status.kind === "not-converged") return [];
    return gain > GAIN * (1 + 1e-3 * Math.abs(fit.objective))
      ? [`another start leads ${gain.toPrecision(3)} lower`]
      : [];
  });
}
