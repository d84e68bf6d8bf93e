// Reference values and the values asked for -> a grid of points, and the columns that the model makes of any of them:
// fixed columns, left-out ones included, and the offset. The grid is never a table as a whole: points are numbers, made
// into rows a run at a time.
import { category, type Level, type MatrixSpec, matrixRows, toTable } from "@mixedlm/design";
import type { Expression } from "@mixedlm/formula";
import type { Fit } from "../results/fit.ts";
import {
  gridTooLarge,
  noGridValues,
  noReferenceValue,
  unknownFactorLevel,
  unknownVariable,
  wrongGridValue,
} from "./marginal-errors.ts";
import type { ReferenceValues } from "./reference-values.ts";

/** Most points of a grid. */
const LIMIT = 2 ** 20;

/** A name that no formula can spell: a column of ones. */
export const ONE = "'one";

/** A variable with its values in the grid. */
export interface GridVariable {
  readonly name: string;
  readonly values: readonly Level[];
  /** Position of each value among the factor's levels; null where the values are numbers like any other. */
  readonly codes: readonly number[] | null;
  /** Smallest and largest value in the rows; null: not known, or a factor. */
  readonly range: readonly [least: number, most: number] | null;
  /** Whether it is a number, which the model can be evaluated beside. */
  readonly numeric: boolean;
}

/** Values by variable: one, or several. */
export type AtValues = Readonly<Record<string, Level | readonly Level[]>>;

/**
 * The variables of a grid with their values.
 *
 * @param at - values that take the place of the reference ones.
 * @throws {@link FitError} `unknown-variable`, `unknown-factor-level`, `grid-value`, `no-reference-value`.
 */
export function gridVariables(call: string, { variables }: ReferenceValues, at: AtValues): GridVariable[] {
  const names = variables.map(({ name }) => name);
  for (const name of Object.keys(at)) if (!names.includes(name)) throw unknownVariable(call, name, names);
  return variables.map((variable) => {
    const { name } = variable;
    const given = Object.hasOwn(at, name) ? [at[name]].flat() : null;
    if (given?.length === 0) throw noGridValues(name);
    if (variable.kind === "factor" && !(variable.numeric && given !== null)) {
      const { levels, numeric } = variable;
      const codes = given === null ? levels.map((_, code) => code) : given.map((level) => codeOf(name, level, levels));
      const range = numeric ? ([Number(levels[0]), Number(levels[levels.length - 1])] as const) : null;
      return { name, values: codes.map((code) => levels[code]), codes, range, numeric };
    }
    const range =
      variable.kind === "factor" ? ([0, 1].map((k) => Number(variable.levels[k])) as [number, number]) : variable.range;
    const wrong = given?.find((value) => typeof value !== "boolean" && !Number.isFinite(value));
    if (wrong !== undefined) throw wrongGridValue(name, wrong);
    const values = given ?? (variable.kind === "covariate" && variable.mean !== null ? [variable.mean] : []);
    if (values.length === 0) throw noReferenceValue(name);
    return { name, values, codes: null, range, numeric: true };
  });
}

function codeOf(name: string, wanted: Level, levels: readonly Level[]): number {
  const plain = (level: Level): Level => (typeof level === "boolean" ? Number(level) : level);
  const code = levels.findIndex((level) => plain(level) === plain(wanted));
  if (code < 0) throw unknownFactorLevel(name, wanted, levels);
  return code;
}

/** Points of a grid as numbers: the first variable varies fastest. */
export interface Grid {
  readonly variables: readonly GridVariable[];
  readonly size: number;
  /** Position of a variable's value at a point. */
  position(variable: number, point: number): number;
}

/**
 * The grid of all combinations of some variables' values.
 *
 * @throws {@link FitError} `grid-too-large`.
 */
export function gridOf(variables: readonly GridVariable[]): Grid {
  const stride: number[] = [];
  let size = 1;
  for (const { values } of variables) {
    stride.push(size);
    size *= values.length;
  }
  if (size > LIMIT) {
    const names = variables.filter(({ values }) => values.length > 1).map(({ name }) => name);
    throw gridTooLarge(size, LIMIT, names);
  }
  const position = (variable: number, point: number): number =>
    Math.floor(point / stride[variable]) % variables[variable].values.length;
  return { variables, size, position };
}

/** Points as the model sees them. */
export interface PointColumns {
  readonly n: number;
  /** n x P, all columns of the design, column-major. */
  readonly X: Float64Array;
  /** Length n; null: the model has no offset. */
  readonly offset: Float64Array | null;
}

/** What the columns are made with instead of a variable's values. */
export interface Moved {
  readonly variable: number;
  readonly by: number;
}

/**
 * Evaluates the model's columns at points of a grid.
 *
 * @param points - numbers of points.
 * @param moved - a variable that is moved away from its values.
 * @param fixed - the matrix; default: that of the fixed effects.
 * @throws {@link DesignError} what the expressions throw there.
 */
export function pointColumns(
  { design }: Fit,
  grid: Grid,
  points: Int32Array,
  moved: Moved | null = null,
  fixed: MatrixSpec = design.fixed,
): PointColumns {
  const n = points.length;
  const columns: Record<string, Float64Array | ReturnType<typeof category>> = { [ONE]: new Float64Array(n).fill(1) };
  grid.variables.forEach(({ name, values }, v) => {
    const by = moved?.variable === v ? moved.by : 0;
    const at = (i: number): Level => values[grid.position(v, points[i])];
    columns[name] = values.every((value) => typeof value === "number")
      ? Float64Array.from({ length: n }, (_, i) => (at(i) as number) + by)
      : labels(
          Array.from({ length: n }, (_, i) => at(i)),
          values,
        );
  });
  const table = toTable(columns);
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  const X = matrixRows(fixed, table, rows).data;
  if (design.offset.length === 0) return { n, X, offset: null };
  const offset = new Float64Array(n);
  for (const { name, expression, source } of design.offset) {
    const values = matrixRows(oneColumn(name, expression, source), table, rows).data;
    for (let i = 0; i < n; i++) offset[i] += values[i];
  }
  return { n, X, offset };
}

/** A column of labels. Truth values stay what they are: arithmetic may be done with them. */
function labels(own: readonly Level[], levels: readonly Level[]): ReturnType<typeof category> {
  if (levels.every((level) => typeof level === "boolean")) return own as unknown as ReturnType<typeof category>;
  return category(own, [...new Set(levels)]);
}

/** The matrix of one expression. */
function oneColumn(name: string, expression: Expression, source: string): MatrixSpec {
  const factor = { kind: "numeric", name, expression, width: 1 } as const;
  const subterms = [{ factors: [{ factor: name, coding: "numeric" }] }] as const;
  return { source, factors: [factor], terms: [{ name, slice: [0, 1], subterms }], names: [name] };
}
