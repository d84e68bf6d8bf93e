// Which of `fit`'s keywords does what for which optimiser: the one table of it. In: a method's name and the keywords as
// they were given. Out: a minimiser that has them, the keywords without effect, and statsmodels' record of a run. What
// statsmodels drops is dropped, so that the path is the same, and named.
import { mersenneTwister, type RandomGenerator, toRows } from "@mixedlm/linalg";
import {
  type BfgsMinimum,
  basinHopping,
  bfgs,
  conjugateGradient,
  lbfgs,
  type Minimum,
  nelderMead,
  type Objective,
  type PowellMinimum,
  powell,
  type Signal,
} from "@mixedlm/optimize";
import { optionType } from "../errors.ts";
import { unknownMethod } from "./fit-errors.ts";
import { minimizerOptions, minimizerRecord } from "./minimizer-record.ts";

/** The optimisers that a fit can use, by statsmodels' names. */
export type Method = "bfgs" | "lbfgs" | "cg" | "powell" | "nm" | "basinhopping" | "minimize";

/** Keywords of an optimiser, by statsmodels' names; those of another method have no effect. */
export type OptimizerKeywords = Readonly<Record<string, unknown>>;

/** What statsmodels keeps of a run, as `mle_retvals` and in `hist`; which entries there are depends on the method. */
export interface Retvals {
  /** The criterion at the end: minus the log-likelihood per row, penalties included. */
  readonly fopt: number;
  /** Its gradient there, in packed parameters. */
  readonly gopt?: Float64Array;
  /** The inverse Hessian's rows. */
  readonly Hinv?: readonly (readonly number[])[];
  /** Powell's directions. */
  readonly direc?: readonly Float64Array[];
  /** Iterations of the optimiser. */
  readonly iterations?: number;
  /** Evaluations of the criterion. */
  readonly fcalls?: number;
  /** Evaluations of its gradient. */
  readonly gcalls?: number;
  /** 0 converged. Else with gradients 1 a limit, 2 a line search, 3 NaN; without 1 values, 2 iterations, 3 NaN. */
  readonly warnflag?: number;
  /** Whether the optimiser says that it converged. */
  readonly converged: boolean;
  /** The start and the parameters after each iteration. */
  readonly allvecs?: readonly Float64Array[];
}

/** An optimiser with its keywords. */
export interface Minimiser {
  readonly method: Method;
  /** Names of keywords that this method heeds. */
  readonly effective: readonly string[];
  /** Names of keywords that were given and have no effect on it. */
  readonly ignored: readonly string[];
  run(objective: Objective, x0: ArrayLike<number>, signal?: Signal): Minimum;
  /** statsmodels' record of a run, with its names in its order. */
  retvals(minimum: Minimum): Retvals;
}

type NativeOptions = Record<string, unknown>;
/**
 * For each keyword what it sets, under the native name. Later ones count: `tol` comes first, as the others are special.
 */
type Table = readonly (readonly [keyword: string, ...natives: readonly (string | Translated)[]])[];
type Translated = readonly [native: string, convert: (value: number) => number];

interface Local {
  /** What statsmodels hands on to SciPy's old function of the method. */
  readonly keywords: Table;
  /** The names of `scipy.optimize.minimize`, besides. */
  readonly options: Table;
  readonly minimise: (objective: Objective, x0: ArrayLike<number>, options: NativeOptions) => Minimum;
  readonly retvals: (minimum: Minimum) => Retvals;
}

const toFactr: Translated = ["factr", (ftol) => ftol / Number.EPSILON];

const GRADIENT_KEYWORDS: Table = [
  ["gtol", "gtol"],
  ["norm", "norm"],
  ["maxiter", "maxiter"],
];
const GRADIENT_OPTIONS: Table = [["tol", "gtol"]];

const LBFGS_KEYWORDS: Table = [
  ["pgtol", "gtol"],
  ["factr", "factr"],
  ["m", "maxcor"],
  ["maxfun", "maxfun"],
  ["maxiter", "maxiter"],
];
const LBFGS_OPTIONS: Table = [
  ["tol", "gtol", toFactr],
  ["gtol", "gtol"],
  ["ftol", toFactr],
  ["maxcor", "maxcor"],
  ["maxls", "maxls"],
];

const POWELL_KEYWORDS: Table = [
  ["xtol", "xtol"],
  ["ftol", "ftol"],
  ["maxfun", "maxfun"],
  ["maxiter", "maxiter"],
  ["start_direc", "directions"],
];
const POWELL_OPTIONS: Table = [
  ["tol", "xtol", "ftol"],
  ["maxfev", "maxfun"],
  ["direc", "directions"],
];

const SIMPLEX_KEYWORDS: Table = [
  ["xtol", "xatol"],
  ["ftol", "fatol"],
  ["maxfun", "maxfun"],
  ["maxiter", "maxiter"],
];
const SIMPLEX_OPTIONS: Table = [
  ["tol", "xatol", "fatol"],
  ["xatol", "xatol"],
  ["fatol", "fatol"],
  ["maxfev", "maxfun"],
];

const HOPPING_KEYWORDS: Table = [
  ["niter", "niter"],
  ["niter_success", "niterSuccess"],
  ["T", "T"],
  ["stepsize", "stepsize"],
  ["interval", "interval"],
  ["seed", "seed"],
];

const LOCAL: ReadonlyMap<string, Local> = new Map([
  ["bfgs", { keywords: GRADIENT_KEYWORDS, options: GRADIENT_OPTIONS, minimise: bfgs, retvals: bfgsRetvals }],
  ["lbfgs", { keywords: LBFGS_KEYWORDS, options: LBFGS_OPTIONS, minimise: lbfgs, retvals: lbfgsRetvals }],
  ["cg", { keywords: GRADIENT_KEYWORDS, options: GRADIENT_OPTIONS, minimise: conjugateGradient, retvals: cgRetvals }],
  ["powell", { keywords: POWELL_KEYWORDS, options: POWELL_OPTIONS, minimise: powellFrom, retvals: powellRetvals }],
  ["nm", { keywords: SIMPLEX_KEYWORDS, options: SIMPLEX_OPTIONS, minimise: nelderMead, retvals: nmRetvals }],
]);

/** The methods by the names of `scipy.optimize.minimize`, in small letters. */
const SCIPY_NAMES: ReadonlyMap<string, string> = new Map([
  ["bfgs", "bfgs"],
  ["l-bfgs-b", "lbfgs"],
  ["cg", "cg"],
  ["powell", "powell"],
  ["nelder-mead", "nm"],
]);

/** The names that {@link minimiserFor} knows. */
export const METHODS: readonly Method[] = ["bfgs", "lbfgs", "cg", "powell", "nm", "basinhopping", "minimize"];

/** statsmodels' default; basinhopping has no use for it. */
const MAXITER = 100;

/**
 * Chooses an optimiser.
 *
 * @param method - in any case of letters.
 * @param keywords - as given to `fit`; those that are `undefined` or null count as left out. For `minimize`,
 *   `min_method` names the method in SciPy's way; for `basinhopping`, `minimizer: {method, options}` does. A whole
 *   number as its `seed` draws what numpy draws with it, so the hops are statsmodels'; a text, or a generator, draws
 *   other numbers. Default 0.
 * @throws {@link SmfError} `unknown-method`; `unknown-option` and `option-type` for what is in `minimizer`;
 *   `option-type` from `run` for directions that are not as many as parameters. {@link LinalgError} `random-seed` from
 *   `run`.
 */
export function minimiserFor(method: string, keywords: OptimizerKeywords = {}): Minimiser {
  const name = method.toLowerCase();
  const given = withoutMissing(keywords);
  if (name === "basinhopping") return hopping(given);
  if (name === "minimize") return general(given);
  const local = LOCAL.get(name);
  if (local === undefined) throw unknownMethod(method, METHODS);
  return localMinimiser(name as Method, local, local.keywords, given, []);
}

function withoutMissing(keywords: OptimizerKeywords): OptimizerKeywords {
  return Object.fromEntries(Object.entries(keywords).filter(([, value]) => value !== undefined && value !== null));
}

function localMinimiser(
  method: Method,
  local: Local,
  keywords: Table,
  given: OptimizerKeywords,
  more: readonly string[],
): Minimiser {
  const options = nativeOptions(keywords, { maxiter: MAXITER, ...given });
  const effective = [...names(keywords), ...more];
  return {
    method,
    effective,
    ignored: others(given, effective),
    run: (objective, x0, signal) => local.minimise(objective, x0, withSignal(options, signal)),
    retvals: local.retvals,
  };
}

function general(given: OptimizerKeywords): Minimiser {
  const local = scipyMethod(given.min_method);
  // statsmodels hands keywords on as options, but for `tol`
  const keywords = [...local.keywords, ...local.options].filter(([keyword]) => keyword !== "tol");
  const minimiser = localMinimiser("minimize", local, keywords, given, ["min_method"]);
  return { ...minimiser, retvals: minimizeRetvals(local.retvals) };
}

function hopping(given: OptimizerKeywords): Minimiser {
  const { method, options: own, tol } = minimizerRecord(given.minimizer);
  const local = scipyMethod(method);
  const known = [...local.options, ...local.keywords];
  const localOptions = nativeOptions(known, withoutMissing({ tol, ...minimizerOptions(own, names(known)) }));
  const { seed = 0, ...hops } = nativeOptions(HOPPING_KEYWORDS, given) as { seed?: number | string | RandomGenerator };
  const effective = [...names(HOPPING_KEYWORDS), "minimizer"];
  return {
    method: "basinhopping",
    effective,
    ignored: others(given, effective),
    run: (objective, x0, signal) =>
      basinHopping(objective, x0, {
        ...withSignal(hops, signal),
        // a number seeds numpy's generator in statsmodels, so the hops are the same
        seed: typeof seed === "number" ? mersenneTwister(seed) : seed,
        minimise: (f, x, stop) => local.minimise(f, x, { ...localOptions, ...stop }),
      }),
    retvals: hoppingRetvals,
  };
}

function scipyMethod(name: unknown): Local {
  const known = SCIPY_NAMES.get(String(name ?? "BFGS").toLowerCase());
  if (known === undefined) throw unknownMethod(String(name), [...SCIPY_NAMES.keys()]);
  return LOCAL.get(known)!;
}

function nativeOptions(table: Table, given: OptimizerKeywords): NativeOptions {
  const options: NativeOptions = {};
  for (const [keyword, ...natives] of table) {
    const value = given[keyword];
    if (value === undefined) continue;
    for (const native of natives) {
      if (typeof native === "string") options[native] = value;
      else options[native[0]] = native[1](value as number);
    }
  }
  return options;
}

function names(table: Table): string[] {
  return table.map(([keyword]) => keyword);
}

// Nothing is printed, whatever `disp` says, so it is not among what has no effect.
function others(given: OptimizerKeywords, effective: readonly string[]): string[] {
  return Object.keys(given).filter((name) => name !== "disp" && !effective.includes(name));
}

function withSignal(options: NativeOptions, signal: Signal | undefined): NativeOptions {
  return signal === undefined ? options : { ...options, signal };
}

/** SciPy takes the directions as they are, and fails at the first that is not there. */
function powellFrom(objective: Objective, x0: ArrayLike<number>, options: NativeOptions): Minimum {
  const { directions } = options as { readonly directions?: readonly ArrayLike<number>[] };
  const k = x0.length;
  const isRow = (row: ArrayLike<number>): boolean => row.length === k && Array.from(row).every(Number.isFinite);
  if (directions !== undefined && !(directions.length === k && directions.every(isRow)))
    throw optionType("powell", "start_direc", `${k} rows of ${k} finite numbers: a direction each`, directions);
  return powell(objective, x0, options);
}

function bfgsRetvals(minimum: Minimum): Retvals {
  const { inverseHessian, evaluations } = minimum as BfgsMinimum;
  return {
    fopt: minimum.value,
    gopt: minimum.gradient!,
    Hinv: toRows(inverseHessian),
    fcalls: evaluations.values,
    gcalls: evaluations.gradients,
    warnflag: gradientFlag(minimum),
    converged: minimum.converged,
    allvecs: vectors(minimum),
  };
}

function lbfgsRetvals(minimum: Minimum): Retvals {
  return {
    fopt: minimum.value,
    gopt: minimum.gradient!,
    fcalls: minimum.evaluations.values,
    warnflag: Math.min(2, gradientFlag(minimum)),
    converged: minimum.converged,
    iterations: minimum.iterations,
  };
}

function cgRetvals(minimum: Minimum): Retvals {
  return {
    fopt: minimum.value,
    fcalls: minimum.evaluations.values,
    gcalls: minimum.evaluations.gradients,
    warnflag: gradientFlag(minimum),
    converged: minimum.converged,
    allvecs: vectors(minimum),
  };
}

function powellRetvals(minimum: Minimum): Retvals {
  const { fopt, ...rest } = nmRetvals(minimum);
  return { fopt, direc: (minimum as PowellMinimum).directions, ...rest };
}

function nmRetvals(minimum: Minimum): Retvals {
  return {
    fopt: minimum.value,
    iterations: minimum.iterations,
    fcalls: minimum.evaluations.values,
    warnflag: directFlag(minimum),
    converged: minimum.converged,
    allvecs: vectors(minimum),
  };
}

function hoppingRetvals({ value, iterations, evaluations, converged }: Minimum): Retvals {
  return { fopt: value, iterations, fcalls: evaluations.values, converged };
}

/** What `minimize` gives of any method, with that method's flag. */
function minimizeRetvals(own: (minimum: Minimum) => Retvals): (minimum: Minimum) => Retvals {
  return (minimum) => ({ ...nmRetvals(minimum), warnflag: own(minimum).warnflag! });
}

function vectors({ log }: Minimum): Float64Array[] {
  return log.map(({ x }) => x);
}

function gradientFlag({ converged, reason, value }: Minimum): number {
  if (converged) return 0;
  if (reason === "max-iterations" || reason === "max-evaluations") return 1;
  return Number.isNaN(value) ? 3 : 2;
}

function directFlag({ converged, reason }: Minimum): number {
  if (converged) return 0;
  if (reason === "max-evaluations") return 1;
  return reason === "not-finite" ? 3 : 2;
}
