// The likelihood of a mixed model from its definition, V = W^-1 + Z Psi Z' as an n x n matrix in pairs of doubles: criterion,
// estimates, and the derivative in every Psi. In: y, X, Z of each term with the level of each row, and roots of Psi. With
// 30 digits it is right where the engines and the oracle of mixedlm's tests, both in doubles, may be wrong together; it
// shares no line with either.
import { columnsOf, lowerFactor, type PairMatrix, pairs, product, solveLower, sum } from "./double-double.ts";

/** A random term: row i's columns, its level, and a root of the covariance relative to the residual's, s x s by rows. */
export interface DenseTerm {
  readonly Z: readonly (readonly number[])[];
  readonly codes: readonly number[];
  readonly levels: number;
  readonly root: readonly (readonly number[])[];
}

/** A model at a point. */
export interface DenseModel {
  readonly y: readonly number[];
  readonly offset: readonly number[];
  readonly X: readonly (readonly number[])[];
  readonly weights: readonly number[];
  readonly terms: readonly DenseTerm[];
}

/** What the definition gives there. */
export interface DenseFit {
  /** Minus twice the (restricted) log-likelihood, profiled over beta and sigma. */
  readonly objective: number;
  readonly sigma2: number;
  readonly beta: readonly number[];
  /** Covariance of beta, p x p. */
  readonly vcov: readonly (readonly number[])[];
  readonly fitted: readonly number[];
  /** For each term: random effects, levels x s, and the derivative of the objective in Psi, s x s, symmetric. */
  readonly terms: readonly {
    readonly b: readonly (readonly number[])[];
    readonly score: readonly (readonly number[])[];
    /** The derivative with all its digits, for combinations of columns that cancel. */
    readonly exactScore: PairMatrix;
  }[];
}

/**
 * Evaluates the definition.
 *
 * log|V| + nu (1 + log(2 pi r2 / nu)) (+ log|X'V^-1 X|), nu = n (ML) or n - p (REML), r2 the generalised residual sum of
 * squares; its derivative in Psi is the sum over levels of Z'PZ - nu / r2 Z'e e'Z with e = V^-1 (y - X beta), and
 * P = V^-1 under ML.
 *
 * @see Lindstrom & Bates (1988), J. Am. Stat. Assoc. 83, 1014-1022, section 3.
 */
export function denseFit({ y, offset, X, weights, terms }: DenseModel, reml: boolean): DenseFit {
  const n = y.length;
  const p = X[0]?.length ?? 0;
  const nu = reml ? n - p : n;
  const blocks = terms.map(denseColumns);
  const L = lowerFactor(covariance(weights, terms));
  const minusOffset = sum(
    pairs(n, 1, (i) => y[i] as number),
    pairs(n, 1, (i) => offset[i] as number),
    -1,
  );
  const x = pairs(n, p, (i, j) => X[i]?.[j] as number);
  const Wx = solveLower(L, x);
  const Wy = solveLower(L, minusOffset);
  const R = lowerFactor(product(Wx, Wx, "A' B"));
  const coordinates = solveLower(R, product(Wx, Wy, "A' B"));
  const beta = solveLower(R, coordinates, true);
  const rest = sum(Wy, product(Wx, beta, "A B"), -1);
  const e = solveLower(L, rest, true);
  const r2 = product(rest, rest, "A' B").high[0] as number;
  const inverse = solveLower(
    R,
    pairs(p, p, (i, j) => (i === j ? 1 : 0)),
  );
  const vcov = product(inverse, inverse, "A' B");
  const logdet = (A: PairMatrix): number => 2 * total(A.rows, (i) => Math.log(A.high[i * (A.columns + 1)] as number));
  const parts = terms.map((term, t) => termAt(term, blocks[t] as PairMatrix, { L, Wx, R, e, nu: nu / r2, reml }));
  const fixed = product(x, beta, "A B").high;
  return {
    objective: logdet(L) + nu * (1 + Math.log((2 * Math.PI * r2) / nu)) + (reml ? logdet(R) : 0),
    sigma2: r2 / nu,
    beta: [...beta.high],
    vcov: square(vcov, r2 / nu),
    fitted: y.map((_, i) => {
      const random = total(terms.length, (t) => {
        const { Z, codes } = terms[t] as DenseTerm;
        const own = parts[t]?.b[codes[i] as number] ?? [];
        return total(own.length, (j) => (own[j] as number) * (Z[i]?.[j] as number));
      });
      return (fixed[i] as number) + (offset[i] as number) + random;
    }),
    terms: parts,
  };
}

/** Z of a term, n x (levels s), level after level. */
function denseColumns({ Z, codes, levels }: DenseTerm): PairMatrix {
  const s = Z[0]?.length ?? 0;
  return pairs(Z.length, levels * s, (i, j) => (Math.floor(j / s) === codes[i] ? (Z[i]?.[j % s] as number) : 0));
}

/** W^-1 + the sum of (Z root)(Z root)' of rows in one level. */
function covariance(weights: readonly number[], terms: readonly DenseTerm[]): PairMatrix {
  const n = weights.length;
  const ones = pairs(n, n, (i, j) => (i === j ? 1 : 0));
  const w = pairs(n, n, (i, j) => (i === j ? (weights[i] as number) : 0));
  let V = weights.every((weight) => weight === 1) ? ones : diagonalInverse(w);
  for (const { Z, codes, root } of terms) {
    const s = root.length;
    const own = product(
      pairs(n, s, (i, j) => Z[i]?.[j] as number),
      pairs(s, s, (i, j) => root[i]?.[j] as number),
      "A B",
    );
    const products = product(own, own, "A B'");
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        if (codes[i] !== codes[j]) {
          products.high[i * n + j] = 0;
          products.low[i * n + j] = 0;
        }
    V = sum(V, products);
  }
  return V;
}

/** The inverse of a diagonal matrix, by two solves with its square root. */
function diagonalInverse(w: PairMatrix): PairMatrix {
  const L = lowerFactor(w);
  const half = solveLower(
    L,
    pairs(w.rows, w.rows, (i, j) => (i === j ? 1 : 0)),
  );
  return product(half, half, "A' B");
}

interface Solved {
  readonly L: PairMatrix;
  readonly Wx: PairMatrix;
  readonly R: PairMatrix;
  readonly e: PairMatrix;
  readonly nu: number;
  readonly reml: boolean;
}

function termAt(term: DenseTerm, Z: PairMatrix, { L, Wx, R, e, nu, reml }: Solved): DenseFit["terms"][number] {
  const { levels, root } = term;
  const s = root.length;
  const Wz = solveLower(L, Z);
  const Ze = product(Z, e, "A' B");
  let score = pairs(s, s);
  const b: number[][] = [];
  const lambda = pairs(s, s, (i, j) => root[i]?.[j] as number);
  for (let l = 0; l < levels; l++) {
    const own = columnsOf(Wz, l * s, (l + 1) * s);
    score = sum(score, product(own, own, "A' B"));
    if (reml) {
      const fixed = solveLower(R, product(Wx, own, "A' B"));
      score = sum(score, product(fixed, fixed, "A' B"), -1);
    }
    const u = pairs(s, 1);
    for (let j = 0; j < s; j++) {
      u.high[j] = Ze.high[l * s + j] as number;
      u.low[j] = Ze.low[l * s + j] as number;
    }
    score = sum(score, product(u, u, "A B'"), -nu);
    b.push([...product(lambda, product(lambda, u, "A' B"), "A B").high]);
  }
  return { b, score: square(score, 1), exactScore: score };
}

function square({ high, columns, rows }: PairMatrix, factor: number): number[][] {
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (__, j) => factor * (high[i * columns + j] as number)),
  );
}

function total(count: number, value: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += value(i);
  return sum;
}
