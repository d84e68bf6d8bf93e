// Which columns of X are no combination of the columns before them, and the moments of those alone. Leaving a dependent
// column out changes nothing but the names: the fitted values and everything random are those of the same column space.
import { choleskyFactorInPlace } from "@mixedlm/linalg";
import type { Moments } from "@mixedlm/moments";

/**
 * Share of a column's square outside the columns before it below which it is a combination of them. Whoever solves for
 * coefficients refuses by the same number: a column that is kept here must not be one that is refused there.
 */
export const DEPENDENT = 1e-12;

/**
 * The number of the first column of X that has one value, not 0, in all rows; -1 where none has. It takes up what
 * centring takes from the others.
 */
export function constantColumn({ layout, shift, mean, cross }: Moments): number {
  const { p } = layout;
  for (let j = 0; j < p; j++) if (cross[j * (p + 2)] === 0 && shift[j] + mean[j] !== 0) return j;
  return -1;
}

/**
 * Finds the columns of X that are independent of those before them.
 *
 * Columns are compared about their means when one of them is constant, so that a year is told from the intercept.
 *
 * @returns their numbers, ascending.
 */
export function independentColumns(moments: Moments): number[] {
  const { weight, shift, mean, cross } = moments;
  const { p } = moments.layout;
  const columns = p + 1;
  const raw = Float64Array.from({ length: p }, (_, j) => shift[j] + mean[j]);
  const constant = constantColumn(moments);
  const square = (i: number, j: number): number =>
    cross[j * columns + i] + (constant >= 0 && constant !== i && constant !== j ? 0 : weight * raw[i] * raw[j]);
  const kept: number[] = [];
  for (let j = 0; j < p; j++) {
    if (constant >= 0 && j !== constant && cross[j * columns + j] === 0) continue;
    // about the mean the constant column is orthogonal to the others
    const before = constant < 0 ? kept : kept.filter((i) => i !== constant);
    // what has no square is no combination: who fits refuses it by its name
    const isUnknown = !Number.isFinite(square(j, j));
    if (j === constant || isUnknown || outside([...before, j], square) > DEPENDENT) kept.push(j);
  }
  return kept;
}

/** Share of the last column's square outside the columns before it; those are independent. */
function outside(columns: readonly number[], square: (i: number, j: number) => number): number {
  const k = columns.length;
  const unit = columns.map((j) => Math.sqrt(square(j, j)) || 1);
  const L = new Float64Array(k * k);
  for (let j = 0; j < k; j++)
    for (let i = j; i < k; i++) L[j * k + i] = square(columns[i], columns[j]) / (unit[i] * unit[j]);
  const failed = choleskyFactorInPlace(L, k);
  return failed >= 0 ? 0 : L[k * k - 1] ** 2;
}

/** The moments of a model with some of the columns of X. */
export function withColumns<M extends Moments>(moments: M, kept: readonly number[]): M {
  const { p } = moments.layout;
  if (kept.length === p) return moments;
  const own = [...kept, p];
  const pick = (values: Float64Array): Float64Array => Float64Array.from(own, (j) => values[j]);
  const square = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: own.length ** 2 }, (_, at) => {
      const [i, j] = [own[at % own.length], own[Math.floor(at / own.length)]];
      return values[j * (p + 1) + i];
    });
  return {
    ...moments,
    layout: { ...moments.layout, p: kept.length },
    shift: pick(moments.shift),
    mean: pick(moments.mean),
    cross: square(moments.cross),
    factors: moments.factors.map((factor, f) => {
      const s = moments.layout.factors[f].s;
      const columns = [...Array.from({ length: s }, (_, j) => j), ...own.map((j) => s + j)];
      return {
        ...factor,
        mean: takeColumns(factor.mean, 1, s + p + 1, columns),
        cross: takeColumns(factor.cross, s, s + p + 1, columns),
        within: square(factor.within),
      };
    }),
  };
}

/** Keeps some of `width` columns of `rows` numbers, in every level. */
function takeColumns(values: Float64Array, rows: number, width: number, columns: readonly number[]): Float64Array {
  const levels = width === 0 || rows === 0 ? 0 : values.length / (rows * width);
  const out = new Float64Array(levels * rows * columns.length);
  for (let l = 0, at = 0; l < levels; l++)
    for (const column of columns)
      for (let i = 0; i < rows; i++, at++) out[at] = values[(l * width + column) * rows + i];
  return out;
}
