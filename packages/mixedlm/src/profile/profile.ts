// The profiles of a fit's parameters as columns, for plots and for looking at how the parameters hang together: the
// signed root of the deviance, which is a straight line where the Wald interval is right, and what the other parameters
// are along the way (profile traces).

import { aCount, aProbability, checkOptions, type OptionCheck } from "../calls/option-checks.ts";
import { throwIfAborted } from "../calls/progress.ts";
import { rawTheta } from "../coordinates/coordinates.ts";
import { rawCoefficients } from "../coordinates/fixed-basis.ts";
import { twoSidedQuantile } from "../distributions/continuous.ts";
import { canonicalParameters, withoutFrames } from "../parameters/covariance-parameters.ts";
import { type Printed, printed, type ResultTable } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { type ModelParameter, modelParameters, parameterValues } from "../results/parameter-names.ts";
import type { Optimum } from "../search/optimum.ts";
import { alongProfiles } from "./along-profiles.ts";
import { PROFILE_CHECKS, type ProfileChoices, pathNote, profileNotes } from "./profile-choices.ts";
import { type PathPoint, type ProfilePath, pathPoints } from "./profile-path.ts";
import { profiledParameters } from "./profiled-parameters.ts";

/** What can be chosen about profiles. */
export interface ProfileOptions extends ProfileChoices {
  /** Profiles reach as far as intervals of this level; default 0.01. */
  readonly alphaMax?: number | undefined;
  /** Points on each side of the estimate, about evenly spaced in zeta; default 10. */
  readonly points?: number | undefined;
}

/** The profile of one parameter: columns of equal length, from low values to high ones, the estimate among them. */
export interface ParameterProfile {
  /** See `ModelParameter`: a fixed effect's name, `sd(Days | Subject)`, `cor(Intercept, Days | Subject)`, `sigma`. */
  readonly name: string;
  /** What the parameter is. */
  readonly kind: ModelParameter["kind"];
  /** The grouping factor; null for a fixed effect and sigma. */
  readonly group: string | null;
  /** The columns that it is about: see `ModelParameter`. */
  readonly columns: readonly string[];
  /** Whose profile it is. */
  readonly criterion: "ML" | "REML";
  /** Null for a correlation with a standard deviation of 0: its profile is flat. */
  readonly estimate: number | null;
  /** Values of the parameter, ascending, in its units. */
  readonly value: readonly number[];
  /** Signed root of the deviance above the least. */
  readonly zeta: readonly number[];
  /** Minus twice the (restricted) log-likelihood, the least over all other parameters, at each value. */
  readonly deviance: readonly number[];
  /** What is to be said of it, or null. */
  readonly note: string | null;
  /** All parameters along the way, by name; null where a correlation does not exist. */
  readonly traces: Readonly<Record<string, readonly (number | null)[]>>;
}

/** The profiles of a fit. */
export interface Profile {
  /** Largest zeta that is aimed at: the normal quantile of `alphaMax`. */
  readonly cutoff: number;
  /** A row for each parameter. */
  readonly rows: readonly ParameterProfile[];
  /** What is to be said of all of them, as of a lower optimum that was met. */
  readonly notes: readonly string[];
}

/** Each point is a search. */
const aPointCount: OptionCheck = [(v) => aCount[0](v) && (v as number) <= 1000, "a whole number from 1 to 1000"];

/**
 * Computes profiles.
 *
 * A profile ends where zeta reaches the cutoff, or at 0, -1 or 1 where the parameter does.
 *
 * @throws {@link FitError} `not-a-fit`, `unknown-option`, `option-type`, `unknown-parameter`.
 * @see Bates & Watts (1988), Nonlinear Regression Analysis, section 6.1.
 */
export function profile(fit: Fit, options: ProfileOptions = {}): Profile & Printed {
  partsOf(fit);
  checkOptions("profile", options, { ...PROFILE_CHECKS, alphaMax: aProbability, points: aPointCount });
  const { parameters, reml = false, alphaMax = 0.01, points = 10, signal, onProgress } = options;
  throwIfAborted(signal);
  const cutoff = twoSidedQuantile(alphaMax, Number.POSITIVE_INFINITY);
  const all = modelParameters(fit);
  const profiled = profiledParameters(fit, parameters, reml);
  const { made, notes } = alongProfiles(
    fit,
    profiled,
    { signal, onProgress },
    ({ parameter, optimum }, path, isAbout) => {
      const walk = (side: -1 | 1): PathPoint[] => (isAbout ? pathPoints(path, side, cutoff, points) : []);
      const walked = [...walk(-1).reverse(), path.estimate, ...walk(1)];
      return profileColumns(parameter, optimum, path, walked, all, pathNote(path, isAbout));
    },
  );
  const record: Profile = {
    cutoff,
    rows: Object.freeze(made),
    notes: Object.freeze([...profileNotes(fit, profiled), ...notes]),
  };
  return printed(record, tables);
}

function profileColumns(
  { name, kind, group, columns }: ModelParameter,
  optimum: Optimum,
  path: ProfilePath,
  points: readonly PathPoint[],
  all: readonly ModelParameter[],
  note: string | null,
): ParameterProfile {
  const { held } = path;
  const values = points.map((point) => valuesAt(optimum, held.frames, point, all));
  const column = <Entry>(entry: (point: PathPoint, i: number) => Entry): readonly Entry[] =>
    Object.freeze(points.map(entry));
  const traces = all.map((own, j) => {
    const isHeld = own.name === name;
    return [
      own.name,
      column((point, i) => {
        const value = isHeld ? held.value(point.u) : values[i][j];
        return Number.isNaN(value) ? null : value;
      }),
    ] as const;
  });
  return Object.freeze({
    name,
    kind,
    group,
    columns: Object.freeze([...columns]),
    criterion: optimum.reml ? "REML" : "ML",
    estimate: held.exists ? held.value(held.start) : null,
    value: column(({ u }) => held.value(u)),
    zeta: column(({ zeta }) => zeta),
    deviance: column(({ deviance }) => deviance),
    note,
    traces: Object.freeze(Object.fromEntries(traces)),
  });
}

/** All parameters at a point, in the data's units. */
function valuesAt(
  { engine: { products }, estimates }: Optimum,
  frames: ProfilePath["held"]["frames"],
  { x, beta }: PathPoint,
  all: readonly ModelParameter[],
): Float64Array {
  const { terms, fixed } = products;
  const par = canonicalParameters(terms, withoutFrames(terms, x.slice(0, -1), frames));
  const theta = rawTheta(products, par);
  const sigma = Math.sqrt(estimates.sigma2) / x[x.length - 1];
  return parameterValues(all, terms, { beta: rawCoefficients(fixed, beta), theta, sigma });
}

/** How far each profile reaches; its points are for plots. */
function tables({ rows, cutoff, notes }: Profile): readonly ResultTable[] {
  const own = rows.flatMap(({ name, note }) => (note === null ? [] : [`${name}: ${note}`]));
  return [
    {
      title: "Profiles",
      columns: [
        { head: "", kind: "label" },
        { head: "From", kind: "number" },
        { head: "zeta", kind: "number" },
        { head: "Estimate", kind: "number" },
        { head: "To", kind: "number" },
        { head: "zeta", kind: "number" },
        { head: "Points", kind: "count" },
      ],
      rows: rows.map(({ name, estimate, value, zeta }) => {
        const last = value.length - 1;
        return [name, value[0], zeta[0].toFixed(2), estimate, value[last], zeta[last].toFixed(2), value.length];
      }),
      notes: [
        `zeta, the signed root of the deviance above the least, is to reach ${cutoff.toFixed(2)}`,
        ...notes,
        ...own,
      ],
    },
  ];
}
