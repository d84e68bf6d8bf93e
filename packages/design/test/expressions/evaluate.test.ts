import { readFileSync } from "node:fs";
import { type Expression, parseRightSide } from "@mixedlm/formula";
import { expect, test } from "vitest";
import type { DesignError } from "../../src/errors.ts";
import { evaluate, isRowwise } from "../../src/expressions/evaluate.ts";
import type { Value } from "../../src/expressions/value.ts";
import { valueAt } from "../../src/table/column.ts";
import { type Table, toTable } from "../../src/table/table.ts";
import { category } from "../../src/table/to-column.ts";
import { thrown } from "../thrown.ts";

type Cell = number | string | boolean | null;

interface Case {
  expression: string;
  type?: string;
  values?: Cell | Cell[] | Cell[][];
  error?: string;
}

interface Fixture {
  data: Record<string, { type: string; values: Cell[] }>;
  cases: Case[];
}

function read(name: string): Fixture & { readonly table: Table } {
  const path = new URL(`../../../../fixtures/expressions/${name}.json`, import.meta.url);
  const fixture = JSON.parse(readFileSync(path, "utf8")) as Fixture;
  const columns = Object.entries(fixture.data).map(([column, { type, values }]) => {
    if (type === "category") return [column, category(values, ["lo", "mid", "hi"])];
    // infinite numbers are texts; a zero keeps its sign
    const number = (value: Cell) => Number(typeof value === "string" ? value.replace("inf", "Infinity") : value);
    const numbers = () => values.map((value) => (value === null ? NaN : number(value)));
    return [column, type === "float" ? Float64Array.from(numbers()) : values];
  });
  return { ...fixture, table: toTable(Object.fromEntries(columns)) };
}

const { cases, table } = read("cases");
const edges = read("edges");

/** Parses the expression as the one argument of `I`, and evaluates it. */
function evaluated(text: string, on: Table = table): Value {
  const source = `I(${text})`;
  return evaluate(parsed(source), on, { source });
}

function parsed(source: string): Expression {
  const [factor] = parseRightSide(source).terms.at(-1)!.factors;
  return factor!.expression;
}

/** The error of a factor, and the text it underlines. */
function refused(source: string, on: Table = table): { code: string; underlined: string; error: DesignError } {
  const error = thrown(() => evaluate(parsed(source), on, { source }));
  const underlined = [...source].slice(...(error.span ?? [0, 0])).join("");
  return { code: error.code, underlined, error };
}

/** A value in the fixture's terms. */
function described(value: Value): { type: string; values: Cell | Cell[] | Cell[][] } {
  if (value.kind === "scalar") return { type: value.type, values: cell(value.value, value.type) };
  if (value.kind === "matrix") {
    return { type: value.type, values: value.columns.map((column) => Array.from(column, (x) => cell(x, value.type))) };
  }
  if (value.kind !== "column") throw new Error(`unexpected ${value.kind}`);
  const { column } = value;
  if (column.kind === "numeric") {
    return { type: column.type, values: Array.from(column.values, (x) => cell(x, column.type)) };
  }
  const length = column.kind === "string" ? column.values.length : column.codes.length;
  return { type: column.type, values: Array.from({ length }, (_, row) => valueAt(column, row)) };
}

function cell(value: number, type: string): Cell {
  if (Number.isNaN(value)) return null;
  if (type === "bool") return value !== 0;
  if (Number.isFinite(value)) return value;
  return value > 0 ? "inf" : "-inf";
}

/** Equal, numbers to a few units in the last place. */
function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((x, i) => same(x, b[i]));
  if (typeof a === "number" && typeof b === "number") return Math.abs(a - b) <= 4e-15 * Math.abs(b);
  return a === b;
}

/** What pandas makes something of and we refuse: arithmetic on text, an order with None, bits of floats. */
const REFUSED = new Set(["a * 1", "+a", "x < None", "x <= None", "x > None", "x >= None", "f & x", "f | x"]);

/** A remainder of a division by zero is missing here, also when the zero is a False: numpy's bytes give 0. */
const MISSING_REMAINDER = new Set(["f % g", "n % f"]);

const told = cases.filter((one) => one.error === undefined);
const known = told.filter(({ expression }) => !REFUSED.has(expression) && !MISSING_REMAINDER.has(expression));

test.each(known)("$expression is what Python says", ({ expression, type, values }) => {
  const found = described(evaluated(expression));
  expect({ ...found, same: same(found.values, values) }).toEqual({ ...found, type, same: true });
});

test.each(edges.cases)("$expression on extreme numbers is what Python says", ({ expression, type, values, error }) => {
  if (error !== undefined) {
    expect(["type", "arguments"]).toContain(thrown(() => evaluated(expression, edges.table)).code);
    return;
  }
  const found = described(evaluated(expression, edges.table));
  expect({ ...found, same: same(found.values, values) }).toEqual({ ...found, type, same: true });
});

test.each(cases.filter((one) => one.error !== undefined))("$expression is refused, as by Python", ({ expression }) => {
  const error = thrown(() => evaluated(expression));
  expect(["type", "arguments", "rows"]).toContain(error.code);
  expect(error.source).toBe(`I(${expression})`);
});

test.each([...REFUSED])("%s is refused, although pandas gives it a meaning", (expression) => {
  expect(thrown(() => evaluated(expression)).code).toBe("type");
});

test("a remainder of a division by False is missing", () => {
  expect(described(evaluated("n % f"))).toEqual({ type: "float", values: [0, null, 0, null, 0, 0] });
});

test("names are columns first, then constants", () => {
  const on = toTable({ True: [5, 6], pi: [1, 2] });
  expect(described(evaluated("True", on))).toEqual({ type: "int", values: [5, 6] });
  expect(described(evaluated("False", on))).toEqual({ type: "bool", values: false });
  expect(described(evaluated("np.pi", on))).toEqual({ type: "float", values: Math.PI });
});

test("a name is looked up in its normal form too, as Python does", () => {
  // LATIN SMALL LIGATURE FI; Python normalises identifiers to NFKC.
  expect(described(evaluated("\ufb01t", toTable({ fit: [1] })))).toEqual({ type: "int", values: [1] });
});

test("Q finds columns whose names are no identifiers, and columns called like anything", () => {
  const on = toTable(JSON.parse('{"my var": [1.5], "__proto__": [2], "class": ["u"]}'));
  expect(described(evaluated("Q('my var')", on))).toEqual({ type: "float", values: [1.5] });
  expect(described(evaluated("Q('__proto__')", on))).toEqual({ type: "int", values: [2] });
  expect(described(evaluated("Q('class')", on))).toEqual({ type: "string", values: ["u"] });
});

test("C keeps the column, the levels and the contrast, each with its place", () => {
  const source = "C(a, Treatment('q'), levels=['q', 'p'])";
  expect(evaluate(parsed(source), table, { source })).toMatchObject({
    kind: "categorical",
    column: { type: "string" },
    levels: { value: ["q", "p"], span: [28, 38] },
    contrast: { value: { kind: "treatment", reference: "q" }, span: [15, 18] },
  });
});

test.each([
  ["[1, 2]", "int"],
  ["[1.0, 2.0]", "float"],
  ["[True, False]", "bool"],
  ["['p', 'q']", "string"],
  ["[1, 2.5]", "category"],
])("levels=%s are of type %s, whatever the column's", (levels, dataType) => {
  expect(evaluated(`C(k, levels=${levels})`)).toMatchObject({ levels: { dataType } });
});

test("whole numbers that became too large have no bits", () => {
  expect(described(evaluated("(k ** 2000) & 1"))).toEqual({ type: "int", values: [1, null, null, null, null, null] });
});

test("nested C merge: what the outer one gives wins", () => {
  expect(evaluated("C(C(a, Sum), levels=['p', 'q'])")).toMatchObject({
    levels: { value: ["p", "q"] },
    contrast: { value: { kind: "sum", omit: null } },
  });
  expect(evaluated("C(C(a, Sum, levels=['p']), Diff)")).toMatchObject({
    levels: { value: ["p"] },
    contrast: { value: { kind: "diff" } },
  });
  expect(evaluated("C(C(a, Sum), None)")).toMatchObject({ contrast: { value: { kind: "sum" } } });
});

test.each([
  ["Treatment", { kind: "treatment", reference: null }],
  ["Treatment()", { kind: "treatment", reference: null }],
  ["Treatment(reference=None)", { kind: "treatment", reference: null }],
  ["Treatment(-1)", { kind: "treatment", reference: -1 }],
  ["Treatment(True)", { kind: "treatment", reference: true }],
  ["Sum(omit='p')", { kind: "sum", omit: "p" }],
  ["Helmert", { kind: "helmert" }],
  ["Diff()", { kind: "diff" }],
  ["Poly([1, 2, 4])", { kind: "poly", scores: [1, 2, 4] }],
  ["Poly(scores=(1, 2.5))", { kind: "poly", scores: [1, 2.5] }],
  [
    "[[1, 0], [0, 1]]",
    {
      kind: "matrix",
      rows: [
        [1, 0],
        [0, 1],
      ],
      suffixes: null,
    },
  ],
  [
    "np.array([[1, 0], [0, 1]])",
    {
      kind: "matrix",
      rows: [
        [1, 0],
        [0, 1],
      ],
      suffixes: null,
    },
  ],
  ["ContrastMatrix([[1], [-1]], ['[up]'])", { kind: "matrix", rows: [[1], [-1]], suffixes: ["[up]"] }],
] as const)("the contrast %s is data", (text, contrast) => {
  expect(evaluated(`C(a, ${text})`)).toMatchObject({ contrast: { value: contrast } });
});

test("text of a dictionary compares like text", () => {
  const dictionary = { kind: "category", type: "string", codes: Int32Array.of(1, 0, -1), levels: ["b", "a"] } as const;
  const on = toTable({ s: dictionary });
  expect(described(evaluated("s == 'a'", on)).values).toEqual([true, false, false]);
  expect(described(evaluated("s > 'a'", on)).values).toEqual([false, true, false]);
});

test.each([
  ["I(nope)", "unknown-name", "nope"],
  ["np.log(nope)", "unknown-name", "nope"],
  ["Q('nope')", "unknown-name", "'nope'"],
  ["nope(x)", "unknown-function", "nope"],
  ["np.nope(x)", "unknown-function", "nope"],
  ["x(z)", "unknown-function", "x"],
  ["log(z)", "unknown-function", "log"],
  ["factor(a)", "unknown-function", "factor"],
  ["np(z)", "unknown-function", "np"],
  ["np.log()", "arguments", "np.log()"],
  ["np.log(x, z, n)", "arguments", "np.log(x, z, n)"],
  ["np.log(x=1)", "arguments", "="],
  ["np.round(x, decimal=1)", "arguments", "decimal"],
  ["np.round(x, 1, decimals=1)", "arguments", "decimals"],
  ["np.round(x, 0.5)", "arguments", "0.5"],
  ["C()", "arguments", "C()"],
  ["C(a, nope=1)", "arguments", "nope"],
  ["Q(x)", "arguments", "x"],
  ["Q(1)", "arguments", "1"],
  ["I(x, z)", "arguments", "z"],
  ["np.percentile(x, 101)", "arguments", "101"],
  ["I(1 / 0)", "arguments", "1 / 0"],
  ["np.log(a)", "type", "a"],
  ["I(a + 1)", "type", "a"],
  ["I(1 + a)", "type", "a"],
  ["I(x + day)", "type", "I(x + day)"],
  ["I(-a)", "type", "a"],
  ["I(~x)", "type", "x"],
  ["I(a > 1)", "type", "a"],
  ["I(day < 'lo')", "type", "day"],
  ["np.where(f, a, 1)", "type", "1"],
  ["np.where(a, 1, 2)", "type", "a"],
  ["np.mean(a)", "type", "a"],
  ["np.column_stack([x, a])", "type", "[x, a]"],
  ["I(C)", "type", "C"],
  ["np.log(np)", "type", "np"],
  ["C('a')", "type", "'a'"],
  ["C(a, Nope)", "categorical", "Nope"],
  ["C(a, 'Treatment')", "categorical", "'Treatment'"],
  ["C(a, 5)", "categorical", "5"],
  ["C(a, [1, 2])", "categorical", "[1, 2]"],
  ["C(a, [[1], [2, 3]])", "categorical", "[[1], [2, 3]]"],
  ["C(a, Helmert(1))", "categorical", "1"],
  ["C(a, Poly('x'))", "categorical", "'x'"],
  ["C(a, ContrastMatrix([[1, 0], [0, 1]], ['one']))", "categorical", "['one']"],
  ["C(a, levels=[])", "categorical", "[]"],
  ["C(a, levels=['p', 'p'])", "categorical", "['p', 'p']"],
  ["C(a, levels='p')", "categorical", "'p'"],
  ["C(a, levels=[x])", "categorical", "[x]"],
  ["C(np.column_stack((n, n)))", "categorical", "np.column_stack((n, n))"],
  ["np.ones((2, 2, 2))", "rows", "np.ones((2, 2, 2))"],
  ["I(x + np.ones(5))", "rows", "x + np.ones(5)"],
  ["exec('1')", "forbidden", "exec"],
  ["open('/etc/passwd')", "forbidden", "open"],
  ["I(__proto__)", "forbidden", "__proto__"],
  ["I(constructor)", "forbidden", "constructor"],
  ["I(toString)", "forbidden", "toString"],
  ["toString()", "forbidden", "toString"],
  ["Q('__proto__')", "forbidden", "__proto__"],
])("%s is refused: %s at %s", (source, code, underlined) => {
  expect(refused(source)).toMatchObject({ code, underlined });
});

test("what the parser would refuse is refused here too", () => {
  const call = (name: string): Expression => {
    const span = [0, name.length] as const;
    return { kind: "call", function: name, functionSpan: span, args: [], keywords: [], span };
  };
  const error = (expression: Expression, source: string) => thrown(() => evaluate(expression, table, { source }));
  expect(error(call("__import__"), "__import__()")).toMatchObject({ code: "forbidden", span: [0, 10] });
  expect(error(call("x.abs"), "x.abs()")).toMatchObject({ code: "forbidden", span: [1, 5] });
  const name: Expression = { kind: "name", name: "np.core", span: [0, 7] };
  expect(error(name, "np.core")).toMatchObject({ code: "forbidden", span: [2, 7] });
});

test("nothing between the parentheses of I is underlined where something should be", () => {
  expect(refused("I()")).toMatchObject({ code: "arguments", error: { span: [2, 2] } });
});

test("an unknown name suggests the nearest columns, an unknown function the nearest functions", () => {
  const on = toTable({ Time: [1], Weight: [2] });
  expect(refused("I(Tiem)", on).error.data).toMatchObject({ name: "Tiem", candidates: ["Time"] });
  expect(refused("np.lgo(Time)", on).error.data).toMatchObject({ candidates: expect.arrayContaining(["np.log"]) });
  expect(refused("C(Time, Sums)", on).error.data).toMatchObject({ candidates: ["Sum"] });
});

test("an error draws the formula with carets", () => {
  expect(refused("np.log(a)").error.message).toMatchInlineSnapshot(`
    "\`np.log\` needs numbers, got a column of text
        np.log(a)
               ^"
  `);
});

test.each([
  ["I(x ** 2 + np.log(z))", true],
  ["C(a, levels=['p', 'q'])", true],
  ["C(a, np.array([[1], [2]]))", true],
  ["np.column_stack([x, z])", true],
  ["np.where(x > 0, x, -x)", true],
  ["I(x - np.mean(x))", false],
  ["np.where(x > np.median(x), 1, 0)", false],
  ["C(x > np.max(z), levels=[True, False])", false],
  ["np.array([1, 2, 3, 4, 5, 6])", false],
  ["center(x)", true],
  ["bs(x, df=4)", true],
])("%s is row by row: %s", (source, expected) => {
  expect(isRowwise(parsed(source))).toBe(expected);
});
