// Other starts for models with hardly more rows than random effects, whose likelihood often has several optima: one
// where a term explains the data, others where another term does or the residual. In: an answer. Out: points like it
// with a term gone, of lower rank or of another size; and rank-one matrices of other directions, of which the
// criterion itself chooses. These models are small, so that looking costs nothing.
import { cos, hypot, matrix, type SymmetricEigen, sin, symmetricEigen } from "@mixedlm/linalg";
import type { InternalProducts } from "../coordinates/internal-products.ts";
import type { Criterion } from "../criterion/criterion.ts";
import { parameterStarts, termParameters, withTerm } from "../parameters/covariance-parameters.ts";
import { COVARIANCE_STRUCTURES, lowerParameters } from "../parameters/covariance-structures.ts";
import type { CovarianceTerm } from "../parameters/covariance-terms.ts";
import { covarianceOf, triangularRoot } from "../parameters/triangular-root.ts";
import { defaultStart, startUnit } from "./other-starts.ts";

/** Rows beyond the fixed effects up to which there are few. */
const FEW = 50;
/** Random effects for each of them from which they are few beside these. */
const SHARE = 0.75;
/** Covariance parameters beyond which these would be many starts, and each dear. */
const MOST = 30;

/** Whether the rows are so few, and so few beside the random effects, that another optimum may be the better one. */
export function hasFewRows({ n, p, terms, factors }: InternalProducts): boolean {
  const effects = terms.reduce(
    (sum, { placements, size }) =>
      sum + size * placements.reduce((levels, { factor }) => levels + factors[factor].levels, 0),
    0,
  );
  const parameters = parameterStarts(terms)[terms.length];
  return n - p <= FEW && parameters <= MOST && effects >= SHARE * (n - p);
}

/** Standard deviations that all terms start from, and those that one does, in units of the residual's. */
const [ALL, ONE] = [
  [0.1, 3, 10],
  [0.1, 6],
] as const;

/**
 * Points with all terms of one size; and, unless parameters are many, points like one given with a term at zero, of a
 * rank less or of another size.
 */
export function fewRowsStarts(products: InternalProducts, parameters: Float64Array): Float64Array[] {
  const { terms } = products;
  const unit = startUnit(products);
  const own = parameters.length > MOST ? [] : termParameters(terms, parameters);
  const instead = terms.slice(0, own.length).flatMap((term, t) => {
    const sizes = ONE.map((sd) => defaultStart([term], sd * unit));
    return [...faces(term, own[t]), ...sizes].map((other) => withTerm(terms, parameters, t, other));
  });
  return [...instead, ...ALL.map((sd) => defaultStart(terms, sd * unit))];
}

/** A term's matrix at zero; and without one of its axes, where it has several. */
function faces(term: CovarianceTerm, own: Float64Array): Float64Array[] {
  const { structure, size } = term;
  const last = own.length - 1;
  if (own.every((value, k) => value === 0 || (structure !== "us" && k === last))) return [];
  // a correlation has no meaning at zero, and stays
  const zero = own.map((value, k) => (structure !== "us" && k === last ? value : 0));
  if (structure !== "us" || size === 1) return [zero];
  const { values, vectors } = axesOf(term, own);
  const axes = [...values.keys()].filter((k) => values[k] > 0);
  if (axes.length < 2) return [zero];
  const without = axes.map((k) => {
    const root = vectors.data.map((entry, at) => {
      const m = Math.floor(at / size);
      return m === k ? 0 : entry * Math.sqrt(Math.max(values[m], 0));
    });
    return lowerParameters(triangularRoot(root, size), size);
  });
  return [zero, ...without];
}

function axesOf({ structure, size }: CovarianceTerm, own: Float64Array): SymmetricEigen {
  const lambda = COVARIANCE_STRUCTURES[structure].lambda(own, size);
  return symmetricEigen(matrix(size, size, covarianceOf(lambda, size)));
}

/** Directions of half a turn that are tried. */
const DIRECTIONS = 24;

/**
 * Points like one given with the matrix of a term of two columns of rank one and the same size, in directions in which
 * the criterion is lower than in those beside them. Such a term's random lines all meet in one point, and there may be
 * several that are good.
 */
export function otherDirections(f: Criterion, { terms }: InternalProducts, parameters: Float64Array): Float64Array[] {
  return terms.flatMap((term, t) => {
    if (term.structure !== "us" || term.size !== 2) return [];
    const own = termParameters(terms, parameters)[t];
    const size = hypot(hypot(own[0], own[1]), own[2]);
    if (size === 0) return [];
    const tried = Array.from({ length: DIRECTIONS }, (_, k) => {
      const angle = (k * Math.PI) / DIRECTIONS;
      const point = withTerm(terms, parameters, t, Float64Array.of(size * cos(angle), size * sin(angle), 0));
      return { point, value: f.value(point) };
    });
    const value = (k: number): number => tried[(k + DIRECTIONS) % DIRECTIONS].value;
    return tried.filter((_, k) => value(k) < value(k - 1) && value(k) <= value(k + 1)).map(({ point }) => point);
  });
}
