// Standard errors and intervals of variances, standard deviations and correlations: by the delta method from the full
// Hessian of the criterion in all covariance parameters and sigma. Intervals are symmetric on the scales on which
// estimates are nearest to normal, log standard deviations and Fisher's z of correlations, and are those of every other
// scale.
import { exp, log } from "@mixedlm/linalg";
import { aProbability, checkOptions } from "../calls/option-checks.ts";
import { twoSidedQuantile } from "../distributions/continuous.ts";
import { parameterStarts, termParameters } from "../parameters/covariance-parameters.ts";
import { COVARIANCE_STRUCTURES } from "../parameters/covariance-structures.ts";
import type { CovarianceTerm } from "../parameters/covariance-terms.ts";
import { multiplySquare, transposed } from "../parameters/square.ts";
import { limitColumns } from "../printing/column-heads.ts";
import { type Printed, printed, type ResultTable } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { type ModelParameter, modelParameters, parameterValues } from "../results/parameter-names.ts";
import { type CovarianceInformation, covarianceInformation } from "./covariance-information.ts";

/** The scale that a number is on: of a standard deviation three, of two columns two. */
export type VarianceScale = "variance" | "sd" | "logSd" | "covariance" | "correlation";

/** One parameter on one scale. */
export interface VarianceParameter {
  /**
   * One name for all scales: `sd(Days | Subject)`, `cor(Intercept, Days | Subject)`, `rho(A, B, C | Worker)`, `sigma`.
   */
  readonly name: string;
  /** The grouping factor; null for the residual. */
  readonly group: string | null;
  /** Columns that it is about: one, two that go together, all that share it; none for the residual. */
  readonly columns: readonly string[];
  /** The scale of the estimate and of what is beside it. */
  readonly scale: VarianceScale;
  /** Units of y (squared) per unit of the columns; null where it does not exist, such as the logarithm of 0. */
  readonly estimate: number | null;
  /** Null where it does not exist; `note` then says why. */
  readonly stdError: number | null;
  /** Lower limit of the interval; null where there is no standard error. */
  readonly lower: number | null;
  /** Upper limit of the interval; null where there is no standard error. */
  readonly upper: number | null;
  /** Why there is no standard error. */
  readonly note: "variance is 0" | "correlation is at its bound" | "not determined by the data" | null;
}

/** Variance parameters of a fit; prints as a table of standard deviations and correlations. */
export interface VarianceParameters {
  /** Intervals cover 1 - alpha. */
  readonly alpha: number;
  /** A row for each parameter and scale. */
  readonly rows: readonly VarianceParameter[];
}

/** What can be chosen about them. */
export interface VarianceParametersOptions {
  /** 1 - the coverage of the intervals; default 0.05. */
  readonly alpha?: number | undefined;
}

/**
 * Computes standard errors and Wald intervals of all variances, standard deviations and correlations.
 *
 * Terms in the order of the formula, then components, then the residual; a row for each scale. At a boundary (a
 * variance of 0, a perfect correlation) there is no standard error, and none is made up; profiles have intervals there.
 *
 * @throws {@link FitError} `not-a-fit`, `unknown-option`, `option-type`.
 * @see Pinheiro & Bates (2000), Mixed-Effects Models in S and S-PLUS, section 2.4.3.
 */
export function varianceParameters(
  fit: Fit,
  options: VarianceParametersOptions = {},
): Readonly<VarianceParameters> & Printed {
  const { optimum } = partsOf(fit);
  checkOptions("varianceParameters", options, { alpha: aProbability });
  const { alpha = 0.05 } = options;
  const { terms } = optimum.engine.products;
  const parameters = modelParameters(fit);
  const values = parameterValues(parameters, terms, fit);
  const information = covarianceInformation(fit);
  const entry = entriesWithSlopes(fit);
  const z = twoSidedQuantile(alpha, Number.POSITIVE_INFINITY);
  const rows = parameters.flatMap((parameter, i) => {
    const { name, group, columns } = parameter;
    return rowsOf(parameter, values[i], terms, entry, information, z).map((row) =>
      Object.freeze({ name, group, columns: Object.freeze([...columns]), ...row }),
    );
  });
  return printed({ alpha, rows: Object.freeze(rows) }, tablesOf);
}

/**
 * An entry of a term's covariance matrix, raw units, with its derivatives in the parameters of all terms and log sigma.
 */
interface CovarianceEntry {
  readonly value: number;
  readonly gradient: Float64Array;
}

type EntryOf = (term: number, i: number, j: number) => CovarianceEntry;

/** Makes a function that gives the entries. */
function entriesWithSlopes(fit: Fit): EntryOf {
  const { engine, parameters, estimates } = partsOf(fit).optimum;
  const { terms, bases } = engine.products;
  const starts = parameterStarts(terms);
  const slopes = termParameters(terms, parameters).map((own, t) => {
    const { structure, size } = terms[t];
    const K = bases[t].inverseK;
    return COVARIANCE_STRUCTURES[structure]
      .slopes(own, size)
      .map((slope) => multiplySquare(multiplySquare(K, slope, size), transposed(K, size), size));
  });
  return (t, i, j) => {
    const at = j * terms[t].size + i;
    const value = estimates.sigma2 * estimates.psi[t].data[at];
    const gradient = new Float64Array(parameters.length + 1);
    for (const [k, slope] of slopes[t].entries()) gradient[starts[t] + k] = estimates.sigma2 * slope[at];
    gradient[parameters.length] = 2 * value;
    return { value, gradient };
  };
}

type Row = Omit<VarianceParameter, "name" | "group" | "columns">;

function rowsOf(
  { place }: ModelParameter,
  value: number,
  terms: readonly CovarianceTerm[],
  entry: EntryOf,
  { stdError }: CovarianceInformation,
  z: number,
): Row[] {
  if (place.kind === "fixed") return [];
  if (place.kind === "sigma") {
    // log sigma is a parameter itself, the last one
    const unit = new Float64Array(parameterStarts(terms)[terms.length] + 1);
    unit[unit.length - 1] = 1;
    return deviationRows(value, stdError(unit), z);
  }
  if (place.kind === "sd") {
    const { value: variance, gradient } = entry(place.term, place.column, place.column);
    if (!(variance > 0)) return deviationRows(0, null, z);
    return deviationRows(value, stdError(gradient.map((slope) => slope / (2 * variance))), z);
  }
  // any two neighbours have the correlation rho; under `cs` any two columns: those that vary most
  const [i, j] = place.kind === "rho" ? widestPair(terms[place.term], place.term, entry) : [place.row, place.column];
  const both = entry(place.term, i, j);
  const a = entry(place.term, i, i);
  const b = entry(place.term, j, j);
  const { structure, size } = terms[place.term];
  const least = structure === "cs" || structure === "homcs" ? -1 / (size - 1) : -1;
  const correlation = correlationRow(value, a, b, both, least, stdError, z);
  return place.kind === "rho" ? [correlation] : [covarianceRow(both, correlation.note, stdError, z), correlation];
}

function widestPair({ structure, size }: CovarianceTerm, term: number, entry: EntryOf): readonly [number, number] {
  if (structure !== "cs") return [1, 0];
  const order = Array.from({ length: size }, (_, k) => k).sort(
    (a, b) => entry(term, b, b).value - entry(term, a, a).value,
  );
  return [order[0], order[1]];
}

/** Variance, standard deviation and its logarithm. @param error - of the logarithm. */
function deviationRows(sd: number, error: number | null, z: number): Row[] {
  if (error === null) {
    const note = sd === 0 ? "variance is 0" : "not determined by the data";
    const of = (scale: VarianceScale, estimate: number | null): Row => {
      return { scale, estimate, stdError: null, lower: null, upper: null, note };
    };
    return [of("variance", sd ** 2), of("sd", sd), of("logSd", sd === 0 ? null : log(sd))];
  }
  const [lower, upper] = [sd * exp(-z * error), sd * exp(z * error)];
  const middle = log(sd);
  return [
    {
      scale: "variance",
      estimate: sd ** 2,
      stdError: 2 * sd ** 2 * error,
      lower: lower ** 2,
      upper: upper ** 2,
      note: null,
    },
    { scale: "sd", estimate: sd, stdError: sd * error, lower, upper, note: null },
    {
      scale: "logSd",
      estimate: middle,
      stdError: error,
      lower: middle - z * error,
      upper: middle + z * error,
      note: null,
    },
  ];
}

/** 1 less the square of a correlation that is perfect up to rounding. */
const PERFECT = 1e-10;

function correlationRow(
  value: number,
  a: CovarianceEntry,
  b: CovarianceEntry,
  both: CovarianceEntry,
  least: number,
  stdError: CovarianceInformation["stdError"],
  z: number,
): Row {
  const none = (estimate: number | null, note: Row["note"]): Row => {
    return { scale: "correlation", estimate, stdError: null, lower: null, upper: null, note };
  };
  if (!(a.value > 0 && b.value > 0)) return none(Number.isNaN(value) ? null : value, "variance is 0");
  const [above, below] = [value - least, 1 - value];
  if (above < PERFECT || below < PERFECT) return none(value, "correlation is at its bound");
  const scale = Math.sqrt(a.value) * Math.sqrt(b.value);
  const error = stdError(
    both.gradient.map((slope, k) => slope / scale - (value / 2) * (a.gradient[k] / a.value + b.gradient[k] / b.value)),
  );
  if (error === null) return none(value, "not determined by the data");
  // Fisher's z, log((r - least) / (1 - r)); its derivative is (1 - least) / ((r - least)(1 - r))
  const step = (z * error * (1 - least)) / (above * below);
  const end = (shift: number): number => {
    const odds = (above / below) * exp(shift);
    return odds === Number.POSITIVE_INFINITY ? 1 : (odds + least) / (1 + odds);
  };
  return { scale: "correlation", estimate: value, stdError: error, lower: end(-step), upper: end(step), note: null };
}

function covarianceRow(
  { value, gradient }: CovarianceEntry,
  note: Row["note"],
  stdError: CovarianceInformation["stdError"],
  z: number,
): Row {
  const error = note === null ? stdError(gradient) : null;
  if (error === null) return { scale: "covariance", estimate: value, stdError: null, lower: null, upper: null, note };
  return {
    scale: "covariance",
    estimate: value,
    stdError: error,
    lower: value - z * error,
    upper: value + z * error,
    note,
  };
}

function tablesOf({ alpha, rows }: VarianceParameters): ResultTable[] {
  const shown = rows.filter(({ scale }) => scale === "sd" || scale === "correlation");
  return [
    {
      title: "Random effects: standard deviations and correlations",
      columns: [
        { head: "", kind: "label" },
        { head: "Estimate", kind: "number" },
        { head: "Std. Error", kind: "number" },
        ...limitColumns(alpha),
      ],
      rows: shown.map(({ name, estimate, stdError, lower, upper }) => [name, estimate, stdError, lower, upper]),
      notes: shown.flatMap(({ name, note }) => (note === null ? [] : [`${name}: ${note}`])),
    },
  ];
}
