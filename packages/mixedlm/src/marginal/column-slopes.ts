// The model's columns at points of a grid -> their derivatives in one variable. Where the variable enters through a x +
// b alone the product rule gives them exactly; elsewhere (logarithms, splines, polynomials) by differences whose step
// is halved again and again and extrapolated to zero, each column with the step that leaves it least error: Ridders
// (1982), Adv. Eng. Softw. 4, 75-76. On one side only where the other leaves the variable's domain.
import { DesignError, type FactorSpec, type MatrixSpec } from "@mixedlm/design";
import { type Expression, quotedName, variables } from "@mixedlm/formula";
import { integerPower } from "@mixedlm/linalg";
import type { Fit } from "../results/fit.ts";
import { noSlope } from "./marginal-errors.ts";
import { type Grid, ONE, type PointColumns, pointColumns } from "./reference-grid.ts";

/** Steps that are tried until the columns have values, and most halvings from there on. */
const TRIES = 40;
const STEPS = 40;
/** Powers of the step that are extrapolated away, and halvings that improve nothing before the search ends. */
const ORDERS = 8;
const PATIENCE = 8;

/**
 * Derivatives of the columns, the offset's included.
 *
 * @param variable - number of the variable in the grid; a number.
 * @param points - numbers of points.
 * @returns units of the columns per unit of the variable.
 * @throws {@link FitError} `no-slope` where the columns have no values around the variable's.
 */
export function columnSlopes(fit: Fit, grid: Grid, variable: number, points: Int32Array): PointColumns {
  const { name, values } = grid.variables[variable];
  const slopes = affineSlopes(fit, name);
  if (slopes !== null) return exactSlopes(fit, grid, points, slopes);
  const n = points.length;
  const X = new Float64Array(n * fit.design.fixed.names.length);
  const offset = fit.design.offset.length === 0 ? null : new Float64Array(n);
  // points of one value share their steps
  values.forEach((value, v) => {
    const own = Int32Array.from(points.keys()).filter((i) => grid.position(variable, points[i]) === v);
    if (own.length === 0) return;
    const at = own.map((i) => points[i]);
    const found = extrapolated(fit, grid, variable, at, value as number);
    const m = own.length;
    own.forEach((i, k) => {
      for (let j = 0; j * n < X.length; j++) X[j * n + i] = found[j * m + k];
      if (offset !== null) offset[i] = found[(X.length / n) * m + k];
    });
  });
  return { n, X, offset };
}

/** A factor that is a x + b, and a. */
interface AffineFactor {
  readonly factor: FactorSpec;
  readonly slope: number;
}

/**
 * The factors that depend on a variable, if each is a number linear in it; null otherwise, or where the offset depends
 * on it.
 */
function affineSlopes({ design: { fixed, offset } }: Fit, name: string): AffineFactor[] | null {
  if (offset.some(({ expression }) => dependsOn(expression, name))) return null;
  const found: AffineFactor[] = [];
  for (const factor of fixed.factors) {
    if (!dependsOn(factor.expression, name)) continue;
    const slope = factor.kind === "numeric" && factor.width === 1 ? affineSlope(factor.expression, name) : null;
    if (slope === null) return null;
    found.push({ factor, slope });
  }
  return found;
}

function dependsOn(expression: Expression, name: string): boolean {
  return variables(expression).includes(name);
}

/** The slope of an expression that is linear in a variable, worked out on its text; null: it is not, or not plainly. */
function affineSlope(node: Expression, name: string): number | null {
  if (!dependsOn(node, name)) return 0;
  if (node.kind === "name" || quotedName(node) !== null) return 1;
  if (node.kind === "call")
    return node.function === "I" && node.args.length === 1 ? affineSlope(node.args[0], name) : null;
  if (node.kind === "unary" && node.op !== "~") {
    const slope = affineSlope(node.operand, name);
    return slope === null ? null : node.op === "-" ? -slope : slope;
  }
  if (node.kind !== "binary") return null;
  const [a, b] = [affineSlope(node.left, name), affineSlope(node.right, name)];
  if (a === null || b === null) return null;
  if (node.op === "+") return a + b;
  if (node.op === "-") return a - b;
  const [left, right] = [numberOf(node.left), numberOf(node.right)];
  if (node.op === "*" && left !== null) return left * b;
  if (node.op === "*" && right !== null) return a * right;
  return node.op === "/" && right !== null ? a / right : null;
}

/** A number as it is written. */
function numberOf(node: Expression): number | null {
  if (node.kind === "number") return node.value;
  if (node.kind !== "unary" || node.op === "~") return null;
  const value = numberOf(node.operand);
  return value === null ? null : node.op === "-" ? -value : value;
}

/**
 * The product rule: columns are products of factors, so that the derivative in one factor is the difference of the
 * columns with that factor 1 and 0, in which all else cancels to the last digit.
 */
function exactSlopes(fit: Fit, grid: Grid, points: Int32Array, slopes: readonly AffineFactor[]): PointColumns {
  const { fixed, offset } = fit.design;
  const n = points.length;
  const X = new Float64Array(n * fixed.names.length);
  for (const { factor, slope } of slopes) {
    const [one, zero] = [false, true].map(
      (isZero) => pointColumns(fit, grid, points, null, replaced(fixed, factor, isZero)).X,
    );
    for (let k = 0; k < X.length; k++) X[k] += slope * (one[k] - zero[k]);
  }
  return { n, X, offset: offset.length === 0 ? null : new Float64Array(n) };
}

/** The matrix with a factor that is 1, or 0, at every point. */
function replaced(fixed: MatrixSpec, factor: FactorSpec, isZero: boolean): MatrixSpec {
  const { span } = factor.expression;
  const one: Expression = { kind: "name", name: ONE, span };
  const expression: Expression = isZero ? { kind: "binary", op: "-", left: one, right: one, span } : one;
  return { ...fixed, factors: fixed.factors.map((own) => (own === factor ? { ...own, expression } : own)) };
}

/** Where differences are taken: on both sides, above, below. */
const SIDES = [
  { from: -1, to: 1, power: 2 },
  { from: 0, to: 1, power: 1 },
  { from: -1, to: 0, power: 1 },
] as const;

/** Derivatives of columns and offset, column after column, at points that share the variable's value. */
function extrapolated(fit: Fit, grid: Grid, variable: number, points: Int32Array, value: number): Float64Array {
  const { name, range } = grid.variables[variable];
  const width = range === null ? 0 : range[1] - range[0];
  const first = width > 0 ? width / 4 : Math.abs(value) / 8 || 1;
  const columns = (by: number): Float64Array | null => finiteColumns(fit, grid, points, { variable, by });
  const here = columns(0);
  if (here === null) throw noSlope(name, value);
  let best: Limit | null = null;
  for (const side of SIDES) {
    const differences = (h: number): Float64Array | null => difference(side, value, h, here, columns);
    let halvings = 0;
    while (halvings < TRIES && differences(first / 2 ** halvings) === null) halvings += 1;
    if (halvings === TRIES) continue;
    const found = limit((k) => differences(first / 2 ** (halvings + k)), 2 ** side.power);
    best = best === null ? found : better(best, found);
    // the first step had room on both sides
    if (side.power === 2 && halvings === 0) break;
  }
  if (best === null) throw noSlope(name, value);
  return best.slope;
}

/** Derivatives, and how far the last steps of each were apart. */
interface Limit {
  readonly slope: Float64Array;
  readonly error: Float64Array;
}

function better(a: Limit, b: Limit): Limit {
  const slope = a.slope.map((own, e) => (b.error[e] < a.error[e] ? b.slope[e] : own));
  return { slope, error: a.error.map((own, e) => Math.min(own, b.error[e])) };
}

/** Columns and offset; null where some is not defined, or not finite. */
function finiteColumns(
  fit: Fit,
  grid: Grid,
  points: Int32Array,
  moved: { readonly variable: number; readonly by: number },
): Float64Array | null {
  try {
    const { X, offset } = pointColumns(fit, grid, points, moved);
    const all = offset === null ? X : Float64Array.of(...X, ...offset);
    return all.every(Number.isFinite) ? all : null;
  } catch (error) {
    // outside a spline's bounds, or of a factor's levels
    if (error instanceof DesignError) return null;
    throw error;
  }
}

function difference(
  { from, to }: (typeof SIDES)[number],
  value: number,
  h: number,
  here: Float64Array,
  columns: (by: number) => Float64Array | null,
): Float64Array | null {
  const above = to === 0 ? here : columns(to * h);
  const below = from === 0 ? here : columns(from * h);
  if (above === null || below === null) return null;
  // the step that is taken, which rounding makes another than the one that is asked for
  const step = value + to * h - (value + from * h);
  return above.map((entry, k) => (entry - below[k]) / step);
}

/** Neville's extrapolation of differences to the step 0, entry by entry where the last change is least. */
function limit(differences: (halvings: number) => Float64Array | null, base: number): Limit {
  let before = [differences(0) as Float64Array];
  const slope = before[0].slice();
  const error = new Float64Array(slope.length).fill(Number.POSITIVE_INFINITY);
  let improved = 0;
  for (let k = 1; k < STEPS && k - improved < PATIENCE; k++) {
    const next = differences(k);
    if (next === null) break;
    const row = [next];
    for (let j = 1; j <= Math.min(k, ORDERS); j++) {
      const scale = integerPower(base, j) - 1;
      const [finer, coarser] = [row[j - 1], before[j - 1]];
      const own = finer.map((entry, e) => entry + (entry - coarser[e]) / scale);
      own.forEach((entry, e) => {
        const change = Math.max(Math.abs(entry - finer[e]), Math.abs(entry - coarser[e]));
        if (!(change < error[e])) return;
        error[e] = change;
        slope[e] = entry;
        improved = k;
      });
      row.push(own);
    }
    before = row;
  }
  return { slope, error };
}
