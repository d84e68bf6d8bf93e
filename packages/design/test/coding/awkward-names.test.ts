// Columns and levels called anything at all, in each role of a model and each kind of table: they are names, and nothing
// of a name is ever looked up in an object or read as a formula.
import { columnFactor, parseFormula, parseModel } from "@mixedlm/formula";
import { tableFromArrays } from "@uwdata/flechette";
import { table as arqueroTable } from "arquero";
import { describe, expect, test } from "vitest";
import { buildDesign, buildMatrices, category, designRows, matrixRows, type TableLike } from "../../src/index.ts";
import { thrown } from "../thrown.ts";

const NAMES = [
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "toString",
  "valueOf",
  "length",
  "Intercept",
  "C",
  "Q",
  "I",
  "Sum",
  "np",
  "np.log",
  "np.pi",
  "True",
  "None",
  "inf",
  "nan",
  "0",
  "1",
  "lambda",
  "in",
  "my var",
  "weight.kg",
  "it's",
  'say "x"',
  `both ' and "`,
  "back\\slash",
  "tail\\",
  "a:b",
  "a[T.b]",
  "C(a)",
  "x + z",
  "y ~ x",
  "{",
  "line\nbreak",
  "\t",
  " ",
  "",
  "#",
  "`",
  "größe",
  "gro\u0308\u00dfe",
  "\ufb01t",
  "😀",
  "👩‍👩‍👧",
  "עברית",
  "\u202eleft",
  "名前",
  "\0",
  "\ud800",
] as const;

/** A column's name as an embedded expression. */
function quoted(name: string): string {
  const escaped = name.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\0", "\\x00");
  return `Q("${escaped.replaceAll("\t", "\\t")}")`;
}

type Columns = readonly (readonly [name: string, values: readonly (number | string)[]])[];

const rowsOf = (columns: Columns, prototype: object | null): object[] =>
  columns[0]![1].map((_, i) => {
    const row = Object.create(prototype);
    for (const [name, values] of columns) {
      Object.defineProperty(row, name, { value: values[i], enumerable: true, writable: true, configurable: true });
    }
    return row;
  });

const KINDS: Readonly<Record<string, (columns: Columns) => TableLike>> = {
  "a record": (columns) => Object.fromEntries(columns),
  "a record without a prototype": (columns) => {
    const record = Object.create(null);
    for (const [name, values] of columns) record[name] = values;
    return record;
  },
  "parsed JSON": (columns) => JSON.parse(JSON.stringify(Object.fromEntries(columns))),
  rows: (columns) => rowsOf(columns, Object.prototype),
  "rows without a prototype": (columns) => rowsOf(columns, null),
  "an Arquero table": (columns) => arqueroTable(columns as [string, number[]][]),
  "an Arrow table": (
    columns, // without this option it looks types up by name in an object
  ) => tableFromArrays(columns as [string, number[]][], { types: Object.create(null) }) as unknown as TableLike,
};

/** Arquero keeps its columns in a plain object, which cannot have one called `__proto__`. */
const WITHOUT_PROTO = "an Arquero table";

const numbers = [1, 2, 4, 7, 11, 16];
const texts = ["u", "v", "u", "v", "v", "u"];
const y = [1, 3, 2, 5, 4, 6];

describe.each(Object.keys(KINDS))("columns of %s", (kind) => {
  const tableOf = KINDS[kind]!;
  const names = NAMES.filter((name) => !(kind === WITHOUT_PROTO && name === "__proto__"));

  test.each(names)("called %j are responses, numbers, and arguments", (name) => {
    const table = tableOf([
      [name, numbers],
      ["other", y],
    ]);
    const q = quoted(name);
    const formula = parseFormula(`${q} ~ 0 + ${q} + I(${q} ** 2) + other:np.sqrt(${q})`);
    const { lhs, rhs, rows } = buildMatrices(formula, table);
    expect(lhs?.names).toEqual([q]);
    expect([...matrixRows(lhs!, table, rows).data]).toEqual(numbers);
    expect(rhs.names).toEqual([q, `I(${q} ** 2)`, `other:np.sqrt(${q})`]);
    const products = numbers.map((x, i) => y[i]! * Math.sqrt(x));
    expect([...matrixRows(rhs, table, rows).data]).toEqual([...numbers, ...numbers.map((x) => x * x), ...products]);
  });

  test.each(names)("called %j are categorical, groups, random effects and components", (name) => {
    const table = tableOf([
      ["other", y],
      [name, texts],
    ]);
    const q = quoted(name);
    const model = parseModel({
      formula: `other ~ ${q}`,
      group: columnFactor(name),
      reFormula: `0 + C(${q})`,
      vcFormula: { [name]: `0 + ${q}` },
    });
    const design = buildDesign(model, table);
    expect(design.fixed.names).toEqual(["Intercept", `${q}[T.v]`]);
    expect(design.groups[0]!.name).toBe(name);
    expect(design.groups[0]!.levels).toEqual(["u", "v"]);
    expect(design.randomEffects[0]!.names).toEqual([`C(${q})[u]`, `C(${q})[v]`]);
    expect(design.components.map((component) => [component.name, component.names])).toEqual([
      [name, [[`${q}[u]`], [`${q}[v]`]]],
    ]);
    const { codes, X } = designRows(JSON.parse(JSON.stringify(design)), table);
    expect([...codes[0]!]).toEqual(texts.map((text) => Number(text === "v")));
    expect([...X.subarray(6)]).toEqual([...codes[0]!]);
  });
});

describe("columns called as a word of formulas", () => {
  const words = {
    y,
    C: numbers,
    I: numbers,
    Q: texts,
    np: numbers,
    center: numbers,
    Sum: numbers,
    True: texts,
    log: y,
  };

  test("are columns where a value stands, and leave functions and contrasts as they are", () => {
    const formula = "y ~ C + np + C(Q, Sum) + np.log(np) + I(I + C) + center(center) + Q('Q') + True + log";
    const { rhs } = buildMatrices(parseFormula(formula), words);
    expect(rhs.names).toEqual([
      "Intercept",
      "C(Q, Sum)[S.u]",
      "Q('Q')[T.v]",
      "True[T.v]",
      "C",
      "np",
      "np.log(np)",
      "I(I + C)",
      "center(center)",
      "log",
    ]);
    const { data } = matrixRows(rhs, words);
    const column = (name: string) => [...data.subarray(rhs.names.indexOf(name) * 6, (rhs.names.indexOf(name) + 1) * 6)];
    expect(column("np.log(np)")).toEqual(numbers.map(Math.log));
    expect(column("I(I + C)")).toEqual(numbers.map((x) => 2 * x));
  });

  test("have no attributes: `np.pi` is a number beside columns called `np` and `np.pi`", () => {
    const table = { y, np: numbers, "np.pi": texts };
    const { rhs } = buildMatrices(parseFormula("y ~ 0 + I(np * np.pi)"), table);
    expect([...matrixRows(rhs, table).data]).toEqual(numbers.map((x) => x * Math.PI));
  });

  test("are looked up as spelt first, then in Python's normal form", () => {
    const both = { y, "gro\u0308\u00dfe": numbers, größe: y };
    const values = (table: TableLike, name: string) => [
      ...matrixRows(buildMatrices(parseFormula(`y ~ 0 + ${name}`), table).rhs, table).data,
    ];
    expect(values(both, "gro\u0308\u00dfe")).toEqual(numbers);
    expect(values(both, "größe")).toEqual(y);
    expect(values({ y, größe: numbers }, "gro\u0308\u00dfe")).toEqual(numbers);
    expect(values({ y, fit: numbers }, "\ufb01t")).toEqual(numbers);
  });
});

describe("levels", () => {
  const odd = ["__proto__", "constructor", "", " ", "a]:b[c", "T.x", "[", "\n", "😀", "Intercept", "é", "e\u0301"];

  test("may be called anything", () => {
    const table = { y: odd.map((_, i) => i), a: odd, g: odd.map((_, i) => odd[i % 2]!) };
    const { rhs } = buildMatrices(parseFormula("y ~ 0 + a"), table);
    const sorted = rhs.names.map((name) => name.slice("a[".length, -1));
    expect(new Set(sorted)).toEqual(new Set(odd));
    const { data } = matrixRows(rhs, table);
    for (const [row, label] of odd.entries()) {
      const ones = sorted.map((_, j) => data[j * odd.length + row]);
      expect(ones).toEqual(sorted.map((other) => Number(other === label)));
    }
    const model = parseModel({ formula: "y ~ 1", group: columnFactor("g"), vcFormula: { a: "0 + a" } });
    const design = buildDesign(model, table);
    expect(design.groups[0]!.levels).toEqual(["__proto__", "constructor"]);
    expect(designRows(JSON.parse(JSON.stringify(design)), table)).toEqual(designRows(design, table));
  });

  test("can be contrasts' references", () => {
    const table = { y: odd.map((_, i) => i), a: odd };
    const { rhs } = buildMatrices(parseFormula("y ~ C(a, Treatment('__proto__'))"), table);
    expect(rhs.names).not.toContain("C(a, Treatment('__proto__'))[T.__proto__]");
    expect(rhs.names.length).toBe(odd.length);
  });

  test.each([
    ["y ~ 0 + a", [8, 9], "a[1]", { a: category([1, "1", 2, 2]) }],
    ["y ~ x + C(a, Diff)", [8, 18], "C(a, Diff)[D.1]", { a: category([1, "1", "z", "z"]) }],
    ["y ~ 0 + a", [8, 9], "a[True]", { a: category([true, "True", "b", "b"]) }],
    ["y ~ 0 + a:b", [8, 11], "a[p]:b[q]:b[r]", { a: ["p]:b[q", "p", "p", "p"], b: ["r", "q]:b[r", "r", "r"] }],
  ] as const)("that print alike are refused where they would be columns: %s", (formula, span, name, columns) => {
    const table = { y: [1, 2, 3, 4], x: [1, 2, 3, 5], ...columns };
    const error = thrown(() => buildMatrices(parseFormula(formula), table));
    expect(error).toMatchObject({ code: "duplicate-column", data: { name }, span });
  });
});

test("columns of equal names are refused where the second stands", () => {
  const table = { y, Intercept: y, a: texts };
  const refuse = (formula: string) => thrown(() => buildMatrices(parseFormula(formula), table));
  expect(refuse("y ~ a + Intercept")).toMatchObject({ code: "duplicate-column", span: [8, 17] });
  expect(buildMatrices(parseFormula("y ~ 0 + Intercept"), table).rhs.names).toEqual(["Intercept"]);
  const design = () =>
    buildDesign(parseModel({ formula: "y ~ 1", group: columnFactor("a"), reFormula: "Intercept" }), table);
  expect(thrown(design)).toMatchObject({ code: "duplicate-column", span: [0, 9], source: "Intercept" });
});

describe("columns whose values are of no use", () => {
  const day = new Date(0);
  const table = { y, g: texts, mixed: [1, "1", 1, 1, 1, 1], "a day": y.map(() => day), k: y };

  test.each([
    ["y ~ k + np.log(mixed)", [15, 20]],
    ["y ~ k:C(Q('a day'))", [10, 17]],
    ["mixed ~ 1", [0, 5]],
  ] as const)("are refused where they are named: %s", (formula, span) => {
    const place = { code: "column-type", span, source: formula };
    expect(thrown(() => buildMatrices(parseFormula(formula), table))).toMatchObject(place);
    const model = parseModel({ formula, group: columnFactor("g"), reFormula: "1" });
    expect(thrown(() => buildDesign(model, table))).toMatchObject(place);
  });

  test("do no harm where they are not", () => {
    expect(buildMatrices(parseFormula("y ~ k"), table).rhs.names).toEqual(["Intercept", "k"]);
  });
});
