// A fit -> what a reference grid is made of: the levels of each factor and the mean of each covariate over the rows,
// how many rows each combination of levels has, and how the columns that were left out depend on those that were kept.
// It is JSON, so that a fit without rows can be given it; what can be known without it follows from the design and the
// moments.
import { type Design, designChunks, type Level, type Table } from "@mixedlm/design";
import { compareCodePoints, type Expression, operands, quotedName } from "@mixedlm/formula";
import type { Fit } from "../results/fit.ts";
import { oncePerFit, partsOf } from "../results/fit-parts.ts";
import { columnDependence, type Dependence } from "./column-dependence.ts";
import { rowsNeeded } from "./marginal-errors.ts";

/** A variable of the fixed effects, or of the offset. */
export type ReferenceVariable =
  | {
      /** What has levels: text, true and false, a number inside `C()`, a number of two values. */
      readonly kind: "factor";
      /** As the formula names it. */
      readonly name: string;
      /** Levels that occur, in the order of the design. */
      readonly levels: readonly Level[];
      /** Whether it is a number of two values, which the model may also be evaluated between. */
      readonly numeric: boolean;
    }
  | {
      /** A number. */
      readonly kind: "covariate";
      /** As the formula names it. */
      readonly name: string;
      /** Mean over the rows, each counted once; null: not known. */
      readonly mean: number | null;
      /** Smallest and largest value; null: not known. */
      readonly range: readonly [least: number, most: number] | null;
    };

/** What a reference grid is made of. JSON. */
export interface ReferenceValues {
  /** In the order in which the formula uses them; those of the offset last. */
  readonly variables: readonly ReferenceVariable[];
  /** Combinations of the factors' levels that rows have; null: not known. */
  readonly cells: {
    /** Code of each factor's level, cell after cell. */
    readonly codes: readonly number[];
    /** Rows of each cell. */
    readonly rows: readonly number[];
  } | null;
  /** How columns that were left out depend on the others; null: none was, or it is not known. */
  readonly dependence: Dependence | null;
}

/**
 * What a fit's reference grid is made of, for a file or for a fit without rows.
 *
 * Of a fit without rows: levels from the design, means of variables that are columns from the moments (not with
 * weights: those of the moments are weighted), no frequencies. A numeric variable of two values counts as a factor only
 * where the rows are known.
 *
 * @throws {@link FitError} `not-a-fit`, `rows-needed` when a column of the model has values of other rows.
 */
export function referenceValues(fit: Fit): ReferenceValues {
  return partsOf(fit).reference ?? valuesOf(fit);
}

const valuesOf = oncePerFit((fit: Fit): ReferenceValues => {
  const { table, moments } = partsOf(fit);
  const uses = variableUses(fit.design);
  const dependence = columnDependence(fit);
  const own = table === null ? valuesOfDesign(uses, moments) : valuesOfRows(fit.design, uses, table);
  return Object.freeze({ ...own, dependence });
});

/** How the model uses a variable. */
interface VariableUse {
  readonly name: string;
  /** As an argument of `C`. */
  coded: boolean;
  /** The levels of the factor that is the variable alone, coded or not. */
  levels: readonly Level[] | null;
}

const CONSTANTS = new Set(["True", "False", "None"]);

function variableUses({ fixed, offset }: Design): VariableUse[] {
  const uses = new Map<string, VariableUse>();
  const use = (name: string): VariableUse => {
    const own = uses.get(name) ?? { name, coded: false, levels: null };
    uses.set(name, own);
    return own;
  };
  for (const factor of fixed.factors) {
    walk(factor.expression, false, factor.name, (name, coded) => {
      use(name).coded ||= coded;
    });
    const name = soleVariable(factor.expression);
    if (factor.kind === "categorical" && name !== null) use(name).levels ??= factor.levels;
  }
  for (const { name, expression, source } of offset) {
    // an offset that is a column by name alone may be called as a function is
    if (source === name && expression.kind === "name") use(expression.name);
    else walk(expression, false, name, (own) => void use(own));
  }
  return [...uses.values()];
}

function walk(node: Expression, coded: boolean, factor: string, visit: (name: string, coded: boolean) => void): void {
  if (node.kind === "call" && node.function === "extended.lag") throw rowsNeeded(factor);
  const name = quotedName(node) ?? (node.kind === "name" ? node.name : null);
  if (name !== null) {
    if (!CONSTANTS.has(name) && !name.startsWith("np.")) visit(name, coded);
    return;
  }
  const data = codedData(node);
  if (data !== null) walk(data, true, factor, visit);
  else for (const operand of operands(node)) walk(operand, coded, factor, visit);
}

/** What `C(...)` is applied to. */
function codedData(node: Expression): Expression | null {
  if (node.kind !== "call" || node.function !== "C") return null;
  return node.args[0] ?? node.keywords.find(({ name }) => name === "data")?.value ?? null;
}

/** The name of an expression that is `x`, `Q("x")` or `C(x, ...)`. */
function soleVariable(node: Expression): string | null {
  const data = codedData(node) ?? node;
  return quotedName(data) ?? (data.kind === "name" ? data.name : null);
}

type Values = Omit<ReferenceValues, "dependence">;

function valuesOfDesign(uses: readonly VariableUse[], moments: ReturnType<typeof partsOf>["moments"]): Values {
  const { design, fixed, shift, mean } = moments;
  const plain = (name: string): number | null => {
    if (fixed !== null || design.weights !== null) return null;
    const term = design.fixed.terms.find(
      ({ subterms: [only, ...more] }) =>
        more.length === 0 &&
        only?.factors.length === 1 &&
        design.fixed.factors.some(
          (factor) =>
            factor.name === only.factors[0].factor &&
            factor.kind === "numeric" &&
            soleVariable(factor.expression) === name,
        ),
    );
    return term === undefined ? null : shift[term.slice[0]] + mean[term.slice[0]];
  };
  const variables = uses.map(
    ({ name, levels }): ReferenceVariable =>
      levels === null
        ? { kind: "covariate", name, mean: plain(name), range: null }
        : { kind: "factor", name, levels, numeric: false },
  );
  return { variables, cells: null };
}

function valuesOfRows(design: Design, uses: readonly VariableUse[], table: Table): Values {
  const rows = keptRows(design, table);
  const found = uses
    .filter(({ name }) => columnOf(table, name) !== null)
    .map((use) => variableOfRows(use, table, rows));
  const factors = found.flatMap(({ variable, codes }) =>
    variable.kind === "factor" ? [{ levels: variable.levels.length, codes }] : [],
  );
  return { variables: found.map(({ variable }) => variable), cells: cellsOf(factors, rows?.length ?? table.numRows) };
}

/** Rows of the table that the fit is made of; null: all. */
function keptRows(design: Design, table: Table): Int32Array | null {
  if (design.rows.kept === table.numRows) return null;
  const rows = new Int32Array(design.rows.kept);
  let at = 0;
  for (const chunk of designChunks(design, table)) {
    rows.set(chunk.rows.subarray(0, chunk.n), at);
    at += chunk.n;
  }
  return rows;
}

function columnOf(table: Table, name: string): string | null {
  if (table.has(name)) return name;
  const normal = name.normalize("NFKC");
  return table.has(normal) ? normal : null;
}

interface FoundVariable {
  readonly variable: ReferenceVariable;
  /** Level of each row; empty for a covariate. */
  readonly codes: Int32Array;
}

/** Equal levels have equal keys: true is 1, as in the design. */
function levelKey(level: Level): string | number {
  return typeof level === "boolean" ? Number(level) : level;
}

function variableOfRows({ name, coded, levels }: VariableUse, table: Table, rows: Int32Array | null): FoundVariable {
  const column = table.column(columnOf(table, name) ?? name);
  const n = rows?.length ?? table.numRows;
  const row = (i: number): number => (rows === null ? i : rows[i]);
  const value = (i: number): Level => {
    if (column.kind === "category") return column.levels[column.codes[row(i)]];
    if (column.kind === "string") return column.values[row(i)] ?? "";
    return column.type === "bool" ? column.values[row(i)] !== 0 : column.values[row(i)];
  };
  const isNumber = column.kind === "numeric" && column.type !== "bool";
  const isFactor = !isNumber || coded || levels !== null;
  const order = new Map<string | number, number>();
  const seen: Level[] = [];
  const codes = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const own = value(i);
    const key = levelKey(own);
    let code = order.get(key);
    if (code === undefined) {
      if (!isFactor && seen.length === 2) return covariate(name, n, (at) => value(at) as number);
      code = seen.push(own) - 1;
      order.set(key, code);
    }
    codes[i] = code;
  }
  if (!isFactor && seen.length < 2) return covariate(name, n, (at) => value(at) as number);
  const declared = levels ?? (column.kind === "category" && column.type === "category" ? column.levels : null);
  const sorted = (declared ?? [...seen].sort(compareLevels)).filter((level) => order.has(levelKey(level)));
  const place = new Int32Array(seen.length);
  sorted.forEach((level, k) => {
    place[order.get(levelKey(level)) as number] = k;
  });
  for (let i = 0; i < n; i++) codes[i] = place[codes[i]];
  return { variable: { kind: "factor", name, levels: Object.freeze(sorted), numeric: !isFactor }, codes };
}

function compareLevels(a: Level, b: Level): number {
  if (typeof a === "string" && typeof b === "string") return compareCodePoints(a, b);
  return Number(a) - Number(b);
}

function covariate(name: string, n: number, value: (row: number) => number): FoundVariable {
  let [least, most, first, rest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (let i = 0; i < n; i++) {
    least = Math.min(least, value(i));
    most = Math.max(most, value(i));
    first += value(i) / n;
  }
  // the mean again about the first: sums of large numbers lose digits
  for (let i = 0; i < n; i++) rest += value(i) - first;
  const mean = Math.min(most, Math.max(least, first + rest / n));
  return { variable: { kind: "covariate", name, mean, range: [least, most] }, codes: new Int32Array(0) };
}

/** Combinations that occur, in the order in which rows first have them. */
function cellsOf(factors: readonly { levels: number; codes: Int32Array }[], n: number): ReferenceValues["cells"] {
  let size = 1;
  for (const { levels } of factors) size *= levels;
  if (!(size <= Number.MAX_SAFE_INTEGER)) return null;
  const counts = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    let key = 0;
    for (const { levels, codes } of factors) key = key * levels + codes[i];
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const codes = [...counts.keys()].flatMap((key) => {
    const own: number[] = [];
    let rest = key;
    for (const { levels } of [...factors].reverse()) {
      own.unshift(rest % levels);
      rest = Math.floor(rest / levels);
    }
    return own;
  });
  return { codes, rows: [...counts.values()] };
}
