// How uncertain predictions of rows are: variances of x'beta_hat, of z'b, and of x'beta_hat + z'(b_hat - b), in which
// the fixed effects and the random effects are uncertain together. With C = Psi - Psi Z'V^-1Z Psi, K = Psi Z'V^-1 X and
// X'V^-1X = R R',
//     var(x'beta_hat + z'(b_hat - b)) = sigma^2 [z'C z + |R^-1 (x - K'z)|^2]:
// sums of squares, no covariance inverted. Each pair of levels that some row belongs to is worked out once, not once a
// row. In: an engine, a point, and rows in internal coordinates. Out: a number for each row.
import { lowerSolveInPlace } from "@mixedlm/linalg";
import type { Engine, Factorisation, LevelPairs } from "../engine/engine.ts";
import { covarianceOf } from "../parameters/triangular-root.ts";
import { forEachPlacement, type InternalRows } from "../rows/internal-rows.ts";

/**
 * The variance of x'beta_hat + z'(b_hat - b) for each row, relative to the residual variance: what the mean of a row is
 * uncertain by, given the groups that it belongs to. A group that the fit does not know has its prior variance z'Psi z.
 *
 * @see Henderson (1975), Biometrics 31, 423-447; McLean, Sanders & Stroup (1991), Am. Stat. 45, 54-64.
 */
export function relativeJointVariances(engine: Engine, at: Factorisation, rows: InternalRows): Float64Array {
  const conditional = conditionalForms(engine, at, rows);
  const fixed = fixedForms(engine, at, rows);
  return fixed.map((value, i) => value + conditional[i]);
}

/** The variance of x'beta_hat for each row, relative to the residual variance. */
export function relativeMeanVariances(engine: Engine, at: Factorisation, rows: InternalRows): Float64Array {
  return squares(at, rows.X.slice(), engine.products.p, rows.n);
}

/**
 * The variance z'Psi z of the random effects of each row, relative to the residual variance, whatever its groups are.
 */
export function relativePriorVariances(engine: Engine, at: Factorisation, rows: InternalRows): Float64Array {
  const prior = priorForm(engine, at);
  return Float64Array.from({ length: rows.n }, (_, i) => {
    let sum = 0;
    for (let t = rows.start[i]; t < rows.start[i + 1]; t++) sum += prior(rows.factor[t], rows.z, rows.zAt[t]);
    return sum;
  });
}

/** |R^-1 d|^2 for each of n vectors d, p numbers each, which are overwritten. */
function squares({ R }: Factorisation, D: Float64Array, p: number, n: number): Float64Array {
  if (p > 0) lowerSolveInPlace(R, p, D, n, 0, p + 1);
  return Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let j = i * p; j < (i + 1) * p; j++) sum += D[j] * D[j];
    return sum;
  });
}

/** |R^-1 (x - K'z)|^2 of each row. */
function fixedForms(engine: Engine, at: Factorisation, rows: InternalRows): Float64Array {
  return squares(at, predictedRows(engine, at, rows), engine.products.p, rows.n);
}

/** x - K'z of each row, p numbers each: of the fit's own rows, weights apart, it is a row of V^-1 X. */
export function predictedRows(engine: Engine, at: Factorisation, rows: InternalRows): Float64Array {
  const { factors, terms, p } = engine.products;
  if (p === 0) return new Float64Array(0);
  const solved = engine.solvedFixed(at);
  const psi = at.lambda.map((own) => covarianceOf(own, Math.sqrt(own.length)));
  const D = rows.X.slice();
  const widest = factors.reduce((most, { columns }) => Math.max(most, columns), 0);
  const u = new Float64Array(widest);
  for (let i = 0; i < rows.n; i++)
    for (let t = rows.start[i]; t < rows.start[i + 1]; t++) {
      const [f, l] = [rows.factor[t], rows.level[t]];
      if (l < 0) continue;
      const { levels, columns: s } = factors[f];
      // u = Psi z
      forEachPlacement(terms, f, (term, column, size) => {
        for (let a = 0; a < size; a++) {
          let sum = 0;
          for (let b = 0; b < size; b++) sum += psi[term][b * size + a] * rows.z[rows.zAt[t] + column + b];
          u[column + a] = sum;
        }
      });
      for (let j = 0; j < p; j++) {
        const from = (j * levels + l) * s;
        for (let a = 0; a < s; a++) D[i * p + j] -= u[a] * solved[f][from + a];
      }
    }
  return D;
}

/** z'C z of each row. */
function conditionalForms(engine: Engine, at: Factorisation, rows: InternalRows): Float64Array {
  const { factors } = engine.products;
  const { start, factor, level, zAt, z, n } = rows;
  const pairs = distinctPairs(engine, rows);
  const prior = priorForm(engine, at);
  const found = engine.conditionalPairs(at, pairs.requests);
  const form = (request: number, pair: number, left: number, right: number): number => {
    const { a, b } = pairs.requests[request];
    const [sa, sb] = [factors[a].columns, factors[b].columns];
    let sum = 0;
    for (let j = 0; j < sb; j++) {
      const from = (pair * sb + j) * sa;
      let own = 0;
      for (let i = 0; i < sa; i++) own += found[request][from + i] * z[left + i];
      sum += own * z[right + j];
    }
    return sum;
  };
  let place = 0;
  return Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let t = start[i]; t < start[i + 1]; t++) {
      if (level[t] < 0) sum += prior(factor[t], z, zAt[t]);
      for (let v = t; v < start[i + 1]; v++, place++) {
        if (level[t] < 0 || level[v] < 0) continue;
        const [left, right] = factor[v] < factor[t] ? [v, t] : [t, v];
        const request = pairs.requestOf(factor[left], factor[right]);
        sum += (t === v ? 1 : 2) * form(request, pairs.pair[place], zAt[left], zAt[right]);
      }
    }
    // a form that is zero may come out below it
    return Math.max(sum, 0);
  });
}

/**
 * The pairs of known levels that rows belong to, each once; and the number of the pair of each two levels of each row,
 * in order.
 */
function distinctPairs({ products: { factors } }: Engine, { n, start, factor, level }: InternalRows) {
  const count = factors.length;
  const requests: { readonly a: number; readonly b: number; readonly levelA: number[]; readonly levelB: number[] }[] =
    [];
  const requestOf = new Int32Array(count * count).fill(-1);
  // a level with itself is found by its number, two levels by both
  const own = factors.map(({ levels }) => new Int32Array(levels).fill(-1));
  const crossed = factors.map(() => factors.map(() => new Map<number, number>()));
  let size = 0;
  for (let i = 0; i < n; i++) size += ((start[i + 1] - start[i]) * (start[i + 1] - start[i] + 1)) / 2;
  const pair = new Int32Array(size);
  const added = (a: number, b: number, l: number, m: number): number => {
    const at = a * count + b;
    if (requestOf[at] < 0) requestOf[at] = requests.push({ a, b, levelA: [], levelB: [] }) - 1;
    const { levelA, levelB } = requests[requestOf[at]];
    levelB.push(m);
    return levelA.push(l) - 1;
  };
  let place = 0;
  for (let i = 0; i < n; i++)
    for (let t = start[i]; t < start[i + 1]; t++)
      for (let v = t; v < start[i + 1]; v++, place++) {
        if (level[t] < 0 || level[v] < 0) continue;
        const [left, right] = factor[v] < factor[t] ? [v, t] : [t, v];
        const [a, b, l, m] = [factor[left], factor[right], level[left], level[right]];
        if (t === v) {
          if (own[a][l] < 0) own[a][l] = added(a, a, l, l);
          pair[place] = own[a][l];
          continue;
        }
        const key = l * factors[b].levels + m;
        const known = crossed[a][b].get(key);
        pair[place] = known ?? added(a, b, l, m);
        if (known === undefined) crossed[a][b].set(key, pair[place]);
      }
  const lists = requests.map(({ a, b, levelA, levelB }): LevelPairs => {
    return { a, b, levelA: Int32Array.from(levelA), levelB: Int32Array.from(levelB) };
  });
  return { requests: lists, requestOf: (a: number, b: number): number => requestOf[a * count + b], pair };
}

/** Makes a function that computes z'Psi z of a level: |lambda'z|^2. */
function priorForm({ products: { terms } }: Engine, { lambda }: Factorisation) {
  return (factor: number, z: Float64Array, at: number): number => {
    let total = 0;
    forEachPlacement(terms, factor, (t, column, size) => {
      for (let j = 0; j < size; j++) {
        let sum = 0;
        for (let i = 0; i < size; i++) sum += lambda[t][j * size + i] * z[at + column + i];
        total += sum * sum;
      }
    });
    return total;
  };
}
