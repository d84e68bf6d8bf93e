// A better start for crossed factors. The moment estimate weighs levels by the squares of their sizes, which is poor
// where a few levels have most of the rows. Here each variance is b'b over the effective number of its levels, with b
// from the mixed model equations (conjugate gradients, a pass over the cells each) and the effective numbers from the
// diagonal alone: some passes over the cells instead of some factorisations.
// Fellner (1986), Technometrics 28, 51-60; Schall (1991), Biometrika 78, 719-727; Henderson (1975), Biometrics 31,
// 423-447.
import {
  type InternalFactor,
  type InternalProducts,
  levelCross,
  levelSquare,
} from "../coordinates/internal-products.ts";

/** Relative change of all variances at which they are near enough. */
const NEAR = 3e-3;
/** Rounds, and steps of conjugate gradients in each. */
const [ROUNDS, STEPS] = [12, 30];
/** Share of the right-hand side's norm at which a solution is near enough. */
const SOLVED = 1e-3;
/**
 * Levels below which a variance stays as it is: few levels hang together with others in ways that a diagonal says
 * nothing of.
 */
const FEW = 100;
/** Smallest relative variance. */
const FLOOR = 1e-4;

/**
 * Improves a start of a model whose terms are scalar, each on a factor of its own.
 *
 * @param theta - relative standard deviations of the terms, internal coordinates.
 * @returns better ones; null where the model is of another kind.
 */
export function approximateStart(products: InternalProducts, theta: Float64Array): Float64Array | null {
  const { terms, factors, n, p } = products;
  const isScalar = factors.length === terms.length && factors.every(({ columns }) => columns === 1);
  if (!isScalar || terms.some(({ placements }) => placements.length !== 1)) return null;
  const factorOf = terms.map(({ placements }) => placements[0].factor);
  const system = mixedModelEquations(products);
  let variances = Float64Array.from(factors, (_, f) => Math.max(theta[factorOf.indexOf(f)] ** 2, FLOOR));
  const solution = new Float64Array(system.size);
  for (let round = 0; round < ROUNDS; round++) {
    const explained = solve(system, variances, solution);
    const sigma2 = (system.yy - explained) / (n - p);
    if (!(sigma2 > 0)) return null;
    const known = variances;
    const next = effectiveVariances(system, known, solution).map((v, f) =>
      factors[f].levels < FEW ? known[f] : Math.max(v / sigma2, FLOOR),
    );
    const change = next.reduce((most, v, f) => Math.max(most, Math.abs(v / variances[f] - 1)), 0);
    variances = next;
    if (change < NEAR) break;
  }
  return Float64Array.from(factorOf, (f) => Math.sqrt(variances[f]));
}

/** W'W and W'y of W = [Z_1, Z_2, ..., X]; the unknowns are the random effects factor after factor, then beta. */
interface Equations {
  readonly products: InternalProducts;
  readonly size: number;
  /** Where each factor's unknowns start; one more entry: those of beta. */
  readonly first: readonly number[];
  /** Diagonal of W'W, W'y and y'y. */
  readonly diagonal: Float64Array;
  readonly right: Float64Array;
  readonly yy: number;
  /** Z'X of each factor, p numbers a level. */
  readonly ZX: readonly Float64Array[];
}

function mixedModelEquations(products: InternalProducts): Equations {
  const { factors, FF, p } = products;
  const columns = p + 1;
  const first = [0];
  for (const { levels } of factors) first.push(first[first.length - 1] + levels);
  const beta = first[factors.length];
  const diagonal = new Float64Array(beta + p);
  const right = new Float64Array(beta + p);
  const cross = new Float64Array(columns);
  const ZX = factors.map((factor, f) => {
    const own = new Float64Array(factor.levels * p);
    for (let l = 0; l < factor.levels; l++) {
      levelSquare(factor, l, diagonal, first[f] + l);
      levelCross(factor, l, cross);
      right[first[f] + l] = cross[p];
      for (let j = 0; j < p; j++) own[l * p + j] = cross[j];
    }
    return own;
  });
  for (let j = 0; j < p; j++) {
    diagonal[beta + j] = FF[j * columns + j];
    right[beta + j] = FF[j * columns + p];
  }
  return { products, size: beta + p, first, diagonal, right, yy: FF[columns * columns - 1], ZX };
}

/** out = (W'W + diag(1 / variances)) x. */
function multiply(system: Equations, variances: Float64Array, x: Float64Array, out: Float64Array): void {
  const { products, first, diagonal, ZX } = system;
  const { factors, cells, FF, p } = products;
  const beta = first[factors.length];
  for (let f = 0; f < factors.length; f++)
    for (let i = first[f]; i < first[f + 1]; i++) out[i] = (diagonal[i] + 1 / variances[f]) * x[i];
  for (let j = 0; j < p; j++) {
    let sum = 0;
    for (let k = 0; k < p; k++) sum += FF[Math.min(j, k) * (p + 1) + Math.max(j, k)] * x[beta + k];
    out[beta + j] = sum;
  }
  for (let f = 0; f < factors.length; f++)
    for (let l = 0; l < factors[f].levels; l++)
      for (let j = 0; j < p; j++) {
        const value = ZX[f][l * p + j];
        out[first[f] + l] += value * x[beta + j];
        out[beta + j] += value * x[first[f] + l];
      }
  for (const { a, b, start, level, product } of cells)
    for (let l = 0; l < factors[a].levels; l++) {
      const own = x[first[a] + l];
      let sum = 0;
      for (let c = start[l]; c < start[l + 1]; c++) {
        const other = first[b] + level[c];
        sum += product[c] * x[other];
        out[other] += product[c] * own;
      }
      out[first[a] + l] += sum;
    }
}

/** Improves a solution by conjugate gradients, scaled by the diagonal; returns right' solution. */
function solve(system: Equations, variances: Float64Array, x: Float64Array): number {
  const { size, right, diagonal, first, products } = system;
  const scale = new Float64Array(size);
  for (let f = 0; f < products.factors.length; f++)
    for (let i = first[f]; i < first[f + 1]; i++) scale[i] = 1 / (diagonal[i] + 1 / variances[f]);
  for (let i = first[products.factors.length]; i < size; i++) scale[i] = 1 / (diagonal[i] || 1);
  const Ax = new Float64Array(size);
  multiply(system, variances, x, Ax);
  const residual = right.map((value, i) => value - Ax[i]);
  const direction = residual.map((value, i) => value * scale[i]);
  let size2 = weighted(residual, scale);
  const small = SOLVED ** 2 * weighted(right, scale);
  for (let step = 0; step < STEPS && size2 > small; step++) {
    multiply(system, variances, direction, Ax);
    let along = 0;
    for (let i = 0; i < size; i++) along += direction[i] * Ax[i];
    const share = size2 / along;
    for (let i = 0; i < size; i++) {
      x[i] += share * direction[i];
      residual[i] -= share * Ax[i];
    }
    const next = weighted(residual, scale);
    for (let i = 0; i < size; i++) direction[i] = residual[i] * scale[i] + (next / size2) * direction[i];
    size2 = next;
  }
  let explained = 0;
  for (let i = 0; i < size; i++) explained += right[i] * x[i];
  return explained;
}

function weighted(v: Float64Array, scale: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += v[i] * v[i] * scale[i];
  return sum;
}

/** b'b over the effective number of levels, in units of y squared. */
function effectiveVariances(
  { products, first, diagonal }: Equations,
  variances: Float64Array,
  solution: Float64Array,
): Float64Array {
  const { factors, cells } = products;
  const beta = first[factors.length];
  const left = new Float64Array(beta);
  const whole = new Float64Array(beta);
  for (let f = 0; f < factors.length; f++)
    for (let i = first[f]; i < first[f + 1]; i++) whole[i] = diagonal[i] + 1 / variances[f];
  left.set(whole);
  for (const { a, b, start, level, product } of cells)
    for (let l = 0; l < factors[a].levels; l++)
      for (let c = start[l]; c < start[l + 1]; c++) {
        const [i, j] = [first[a] + l, first[b] + level[c]];
        const square = product[c] * product[c];
        left[i] -= square / whole[j];
        left[j] -= square / whole[i];
      }
  return Float64Array.from(factors, ({ levels, weight }: InternalFactor, f) => {
    let effective = 0;
    let square = 0;
    for (let l = 0; l < levels; l++) {
      const i = first[f] + l;
      if (weight[l] === 0) continue;
      effective += 1 - 1 / (variances[f] * Math.max(left[i], 1 / variances[f]));
      square += solution[i] * solution[i];
    }
    return effective > 0 ? square / effective : 0;
  });
}
