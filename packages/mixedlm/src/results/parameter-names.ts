// In: a model's fixed effects and covariance terms. Out: its parameters on the scales that people report, each with one
// name for the whole package: intervals, profiles, bootstrap replicates and tables call it the same. Values follow from
// the fixed effects, theta and sigma alone, so that replicates and points of a profile need nothing else.
import type { Design } from "@mixedlm/design";
import { norm2 } from "@mixedlm/linalg";
import { parameterStarts } from "../parameters/covariance-parameters.ts";
import type { CovarianceTerm, TermStructure } from "../parameters/covariance-terms.ts";
import { sharesVariance, shortList } from "../parameters/shared-names.ts";
import type { Fit } from "./fit.ts";
import { partsOf } from "./fit-parts.ts";

/** A parameter of a model. */
export interface ModelParameter {
  /**
   * A fixed effect's own name; `sd(Days | Subject)`, `cor(Intercept, Days | Subject)`, `rho(A, B, C | Worker)` for the
   * one correlation of `cs`, `homcs` and `ar1`, `sd(cask | batch)` of a component, `sigma`. No two are equal.
   */
  readonly name: string;
  /** What it is; of random effects a standard deviation or a correlation, `sigma` the residual's. */
  readonly kind: "fixed" | "sd" | "correlation" | "sigma";
  /** The grouping factor; null for fixed effects and sigma. */
  readonly group: string | null;
  /** The columns that it is about: one fixed effect or random column, two that are correlated, all that share it. */
  readonly columns: readonly string[];
  /** Where its value comes from. */
  readonly place: ParameterPlace;
}

/** Where a parameter stands; `term` is the number of a covariance term in `fit.engine.products.terms`. */
export type ParameterPlace =
  | {
      /** A fixed effect. */
      readonly kind: "fixed";
      /** Its number in `fit.names`. */
      readonly index: number;
    }
  | {
      /** A standard deviation. */
      readonly kind: "sd";
      /** The covariance term. */
      readonly term: number;
      /** The term's column, from 0. */
      readonly column: number;
    }
  | {
      /** A correlation of an unstructured term. */
      readonly kind: "cor";
      /** The covariance term. */
      readonly term: number;
      /** The later of its two columns. */
      readonly row: number;
      /** The earlier one. */
      readonly column: number;
    }
  | {
      /** The one correlation of a structured term. */
      readonly kind: "rho";
      /** The covariance term. */
      readonly term: number;
    }
  | {
      /** The residual standard deviation. */
      readonly kind: "sigma";
    };

/** What values are worked out from: as the fields of the same names of a `Fit`. */
export interface ParameterSource {
  readonly beta: ArrayLike<number>;
  readonly theta: ArrayLike<number>;
  readonly sigma: number;
}

/**
 * The parameters of a fit: fixed effects, then of each covariance term standard deviations and correlations, then
 * sigma.
 *
 * @throws {@link FitError} `not-a-fit`.
 */
export function modelParameters(fit: Fit): readonly ModelParameter[] {
  partsOf(fit);
  const { design, names, engine } = fit;
  return parametersOf(design, engine.products.terms, names);
}

/**
 * The parameters of a model that need not be fitted.
 *
 * @param names - of the fixed effects that were kept.
 */
export function parametersOf(
  design: Pick<Design, "groups" | "randomEffects" | "components">,
  terms: readonly CovarianceTerm[],
  names: readonly string[],
): readonly ModelParameter[] {
  const fixed = names.map((name, index): ModelParameter => {
    return { name, kind: "fixed", group: null, columns: [name], place: { kind: "fixed", index } };
  });
  const random = terms.flatMap((term, t) => termParametersOf(design, term, t));
  const sigma: ModelParameter = { name: "sigma", kind: "sigma", group: null, columns: [], place: { kind: "sigma" } };
  return distinct([...fixed, ...random, sigma]);
}

/**
 * The values of parameters.
 *
 * @returns one value for each parameter, in units of y (per unit of the column); NaN for a correlation with a standard
 *   deviation of 0, or of a structured term with fewer than two columns left, which does not exist.
 */
export function parameterValues(
  parameters: readonly ModelParameter[],
  terms: readonly CovarianceTerm[],
  { beta, theta, sigma }: ParameterSource,
): Float64Array {
  const starts = parameterStarts(terms);
  return Float64Array.from(parameters, ({ place }) => {
    if (place.kind === "fixed") return beta[place.index];
    if (place.kind === "sigma") return sigma;
    const { structure, size } = terms[place.term];
    const start = starts[place.term];
    if (place.kind === "rho") {
      const at = starts[place.term + 1] - 1;
      return hasCorrelation(
        structure,
        Array.from({ length: at - start }, (_, k) => theta[start + k]),
      )
        ? theta[at]
        : Number.NaN;
    }
    if (structure !== "us") return place.kind === "sd" ? sigma * theta[start + place.column] : Number.NaN;
    const row = (i: number): number[] => rootRow(theta, start, size, i);
    if (place.kind === "sd") return sigma * norm2(Float64Array.from(row(place.column)));
    return cosineOf(row(place.row), row(place.column));
  });
}

/**
 * Whether a structured term with these standard deviations has a correlation: with fewer than two columns left there is
 * none.
 */
export function hasCorrelation(structure: TermStructure, sds: readonly number[]): boolean {
  return sds.filter((sd) => sd !== 0).length >= (structure === "cs" ? 2 : 1);
}

/** Row i of a term's triangular root, which theta holds column by column. */
function rootRow(theta: ArrayLike<number>, start: number, size: number, i: number): number[] {
  return Array.from({ length: i + 1 }, (_, j) => theta[start + j * size - (j * (j - 1)) / 2 + (i - j)]);
}

/** Cosine of the angle between two rows, of which one may be shorter; NaN where one is 0. */
function cosineOf(a: readonly number[], b: readonly number[]): number {
  const [unitA, unitB] = [norm2(Float64Array.from(a)), norm2(Float64Array.from(b))];
  if (unitA === 0 || unitB === 0) return Number.NaN;
  let sum = 0;
  for (let j = 0; j < Math.min(a.length, b.length); j++) sum += (a[j] / unitA) * (b[j] / unitB);
  return Math.min(1, Math.max(-1, sum));
}

function termParametersOf(
  { groups, randomEffects, components }: Pick<Design, "groups" | "randomEffects" | "components">,
  { structure, size, source }: CovarianceTerm,
  term: number,
): ModelParameter[] {
  if (source.kind === "component") {
    const { name, group } = components[source.index];
    return [sdOf(groups[group].name, [name], term, 0)];
  }
  const { names, covariance, group: number } = randomEffects[source.index];
  const group = groups[number].name;
  const isShared = sharesVariance(structure, covariance);
  const own = isShared ? names : names.slice(source.column, source.column + size);
  const sds = isShared ? [sdOf(group, own, term, 0)] : own.map((name, column) => sdOf(group, [name], term, column));
  if (structure !== "us") {
    const name = `rho(${shortList(own)} | ${group})`;
    return [...sds, { name, kind: "correlation", group, columns: own, place: { kind: "rho", term } }];
  }
  const pairs = sds.flatMap((_, column) =>
    sds.slice(column + 1).map((__, after): ModelParameter => {
      const row = column + 1 + after;
      const name = `cor(${own[column]}, ${own[row]} | ${group})`;
      const columns = [own[column], own[row]];
      return { name, kind: "correlation", group, columns, place: { kind: "cor", term, row, column } };
    }),
  );
  return [...sds, ...(size > 1 ? pairs : [])];
}

function sdOf(group: string, columns: readonly string[], term: number, column: number): ModelParameter {
  return {
    name: `sd(${shortList(columns)} | ${group})`,
    kind: "sd",
    group,
    columns,
    place: { kind: "sd", term, column },
  };
}

/** The same parameters; a name that was taken before gets a number: `sigma #2` beside a fixed effect `sigma`. */
function distinct(parameters: readonly ModelParameter[]): readonly ModelParameter[] {
  const taken = new Set<string>();
  return parameters.map((parameter) => {
    let { name } = parameter;
    for (let number = 2; taken.has(name); number++) name = `${parameter.name} #${number}`;
    taken.add(name);
    return { ...parameter, name };
  });
}
