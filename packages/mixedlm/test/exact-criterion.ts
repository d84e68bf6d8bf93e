// The criterion of a model of random intercepts and its slopes in the variances, in fixed-point arithmetic with 320 bits after
// the point: [V F; F' 0] with F = [X | y] is eliminated row by row, in the data's own units. The pivots are those of V, then,
// with their signs turned, those of X'V^-1X and the residual sum of squares. Doubles go in exactly; only the last
// logarithms and quotients are rounded.
import type { DesignRows } from "@mixedlm/design";

const BITS = 320n;

/** The criterion, and its derivative in each relative variance. */
export interface ExactCriterion {
  readonly objective: number;
  readonly slopes: number[];
}

/** Evaluates minus twice the log-likelihood at the squares of relative standard deviations, one for each group. */
export function exactCriterion(rows: DesignRows, deviations: readonly number[], reml: boolean): ExactCriterion {
  const p = rows.X.length / rows.n;
  const nu = reml ? rows.n - p : rows.n;
  const variances = deviations.map((d) => times(fixed(d), fixed(d)));
  const pivots = eliminate(rows, variances);
  const used = (k: number): boolean => k < rows.n || k === rows.n + p || reml;
  const factor = (k: number): number => (k === rows.n + p ? nu : 1);
  let objective = nu * (1 + Math.log((2 * Math.PI) / nu));
  pivots.forEach((pivot, k) => {
    if (used(k)) objective += factor(k) * Math.log(Math.abs(toNumber(pivot)));
  });
  const slopes = variances.map((variance, g) => {
    // central differences with a step of 1e-15: exact to 1e-30
    const step = variance / 10n ** 15n;
    const moved = (by: bigint) =>
      eliminate(
        rows,
        variances.map((v, h) => (h === g ? v + by : v)),
      );
    const [up, down] = [moved(step), moved(-step)];
    return pivots.reduce((sum, pivot, k) => {
      const change = toNumber(divide(up[k] - down[k], pivot));
      return used(k) ? sum + (factor(k) * change) / (2 * toNumber(step)) : sum;
    }, 0);
  });
  return { objective, slopes };
}

function eliminate({ n, X, y, codes }: DesignRows, variances: readonly bigint[]): bigint[] {
  const p = X.length / n;
  const one = 1n << BITS;
  const M = Array.from({ length: n + p + 1 }, (_, i) =>
    Array.from({ length: i + 1 }, (_, j) => {
      if (i < n) {
        const shared = codes.reduce((sum, code, g) => (code[i] === code[j] ? sum + variances[g] : sum), 0n);
        return shared + (i === j ? one : 0n);
      }
      if (j >= n) return 0n;
      return fixed(i < n + p ? X[(i - n) * n + j] : y[j]);
    }),
  );
  const pivots: bigint[] = [];
  for (let k = 0; k < M.length; k++) {
    const pivot = M[k][k];
    pivots.push(pivot);
    for (let i = k + 1; i < M.length; i++) {
      const factor = divide(M[i][k], pivot);
      if (factor !== 0n) for (let j = k + 1; j <= i; j++) M[i][j] -= times(factor, M[j][k]);
    }
  }
  return pivots;
}

function fixed(value: number): bigint {
  // a double is a whole number of 53 bits times a power of two
  const exponent = value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) - 52;
  const whole = BigInt(value / 2 ** exponent);
  const shift = BITS + BigInt(exponent);
  return shift >= 0n ? whole << shift : whole >> -shift;
}

function times(a: bigint, b: bigint): bigint {
  return (a * b) >> BITS;
}

function divide(a: bigint, b: bigint): bigint {
  return (a << BITS) / b;
}

/** To a double, from the leading 64 bits. */
function toNumber(value: bigint): number {
  const size = (value < 0n ? -value : value).toString(2).length;
  const excess = BigInt(Math.max(0, size - 64));
  return Number(value >> excess) * 2 ** Number(excess - BITS);
}
