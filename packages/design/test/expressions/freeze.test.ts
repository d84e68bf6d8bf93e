// What is learnt from the rows of a design is kept: on chunks of them, on other rows, and through JSON.
import { columnFactor, parseFormula, parseModel } from "@mixedlm/formula";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildDesign, buildMatrices, type Design, designRows, matrixRows } from "../../src/index.ts";
import { thrown } from "../thrown.ts";

const data = {
  y: [1, 3, 2, 5, 4, 7, 6, 8],
  x: [1, 2, 4, 9, 3, 5, 8, 6.5],
  z: [0.5, 0.25, 1, 2, 4, 0.75, 3, 1.5],
  g: ["a", "a", "b", "b", "a", "b", "a", "b"],
};

const designOf = (formula: string, table: object = data): Design =>
  buildDesign(parseModel({ formula, group: columnFactor("g") }), table as typeof data, { missing: "drop" });

const FORMULAS = [
  "y ~ bs(x, df=4)",
  "y ~ bs(center(np.log(x)), df=5, degree=2, include_intercept=True)",
  "y ~ cr(x, df=3, constraints='center')",
  "y ~ cc(scale(x), df=3)",
  "y ~ te(cr(x, df=3), bs(z, df=3), constraints='center')",
  "y ~ center(te(cr(x, df=3), z))",
  "y ~ bs(x, knots=[np.mean(x)])",
  "y ~ I(x - np.mean(x)) + I(z > np.median(z))",
  "y ~ I(x / np.std(x, ddof=1)) + np.where(x > np.percentile(x, 25), x, 0)",
];

test.each(FORMULAS)("%s: a design is JSON, and the rows of its chunks are those of the whole", (formula) => {
  const design = designOf(formula);
  const kept = JSON.parse(JSON.stringify(design)) as Design;
  expect(kept).toEqual(design);
  const whole = designRows(design, data);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 8 }), (start, length) => {
      const stop = Math.min(8, start + length);
      const columns = Object.entries(data).map(([name, values]) => [name, values.slice(start, stop)]);
      const expected = Array.from({ length: whole.X.length / 8 }, (_, j) => [
        ...whole.X.subarray(j * 8 + start, j * 8 + stop),
      ]).flat();
      expect([...designRows(kept, data, start, stop).X]).toEqual(expected);
      expect([...designRows(kept, Object.fromEntries(columns) as typeof data).X]).toEqual(expected);
    }),
    { numRuns: 10 },
  );
});

test("names are those of the text, whatever was learnt", () => {
  expect(designOf("y ~ bs(x, df=3) + center(x)").fixed.names).toEqual([
    "Intercept",
    "bs(x, df=3)[0]",
    "bs(x, df=3)[1]",
    "bs(x, df=3)[2]",
    "center(x)",
  ]);
});

test("missing values are passed over in learning", () => {
  const gaps = { ...data, x: data.x.map((value, i) => (i === 3 ? Number.NaN : value)) };
  const present = Object.fromEntries(
    Object.entries(data).map(([name, values]) => [name, [...values.slice(0, 3), ...values.slice(4)]]),
  );
  for (const formula of FORMULAS) {
    const [made, expected] = [
      designRows(designOf(formula, gaps), gaps),
      designRows(designOf(formula, present), present),
    ];
    expect([...made.X]).toEqual([...expected.X]);
  }
});

describe("an aggregate", () => {
  test("of a model is that of the rows it was made from", () => {
    const made = designRows(designOf("y ~ 0 + I(x - np.max(x))"), { ...data, x: data.x.map((value) => value + 1) });
    expect([...made.X]).toEqual([-7, -6, -4, 1, -5, -3, 0, -1.5]);
  });

  test("of a model is kept with a warning, for patsy would take the new rows", () => {
    const [warning, ...others] = designOf("y ~ x + I(x - np.max(x)) + I(x - np.max(x)):z").warnings;
    expect(warning).toMatchObject({ code: "aggregate-kept", data: { factor: "I(x - np.max(x))" }, span: [8, 24] });
    expect(others).toEqual([]);
    // what is learnt is kept in patsy too
    expect(designOf("y ~ center(x) + bs(x, knots=[np.mean(x)])").warnings).toEqual([]);
  });

  test("of the matrices of a formula is that of the rows given, as in patsy", () => {
    const { rhs } = buildMatrices(parseFormula("~ 0 + I(x - np.max(x))"), data);
    expect([...matrixRows(rhs, { x: [1, 3] }).data]).toEqual([-2, 0]);
  });

  test("sees the rows that are left when rows that lack a value are gone", () => {
    const gaps = { ...data, y: [Number.NaN, ...data.y.slice(1)], x: [100, ...data.x.slice(1)] };
    expect(designRows(designOf("y ~ 0 + I(x - np.max(x))", gaps), gaps).X[0]).toBe(-7);
  });
});

describe("on other rows", () => {
  test("a value outside the knots of a B-spline is refused with its row in the table given", () => {
    const design = designOf("y ~ bs(x, df=4)");
    const far = { ...data, y: [Number.NaN, ...data.y.slice(1)], x: data.x.map((value, i) => (i === 6 ? 9.5 : value)) };
    const expected = { code: "outside-knots", data: { value: 9.5, row: 6, lower: 1, upper: 9 }, span: [4, 15] };
    expect(thrown(() => designRows(design, far))).toMatchObject(expected);
    expect(thrown(() => designRows(design, far, 3, 8))).toMatchObject(expected);
    expect(thrown(() => matrixRows(design.fixed, far))).toMatchObject(expected);
  });

  test("a natural spline goes on as a straight line", () => {
    const { rhs } = buildMatrices(parseFormula("~ 0 + cr(x, df=3)"), data);
    const { data: made } = matrixRows(rhs, { x: [20, 30, 40] });
    for (const j of [0, 3, 6]) expect(made[j + 2]! - made[j + 1]!).toBeCloseTo(made[j + 1]! - made[j]!, 10);
  });
});

describe("what cannot be learnt from is refused where it stands", () => {
  test.each([
    ["~ center(«np.log(x)»)", [0, 1], "arguments"],
    ["~ bs(«np.log(x)», df=4)", [0, 1], "arguments"],
    ["~ cr(«np.log(x)», df=4)", [0, 1], "arguments"],
    ["~ bs(«x», df=4)", [Number.NaN, Number.NaN], "no-rows"],
    ["~ te(cr(«x», df=3), constraints='center')", [Number.NaN, Number.NaN], "no-rows"],
    ["~ cr(x, df=«4»)", [2, 2, 2], "arguments"],
    ["~ «bs(x, df=999999999)»", [1, 2], "limit"],
  ])("%s", (marked, x, code) => {
    const text = marked.replace(/[«»]/g, "");
    const span = [marked.indexOf("«"), marked.indexOf("»") - 1];
    expect(thrown(() => buildMatrices(parseFormula(text), { x }))).toMatchObject({ code, span });
  });

  test.each([
    "bs(x, df=3)",
    "te(cr(x, df=3))",
    "center(bs(x, df=3))",
    "center(scale(x))",
    "I(x - np.mean(x))",
    "center(x / np.std(x))",
  ])("%s inside a variance component", (term) => {
    const model = parseModel({ formula: "y ~ 1", group: columnFactor("g"), vcFormula: { v: `0 + ${term}` } });
    const error = thrown(() => buildDesign(model, data));
    expect(error).toMatchObject({ code: "not-row-wise", span: [4, 4 + term.length] });
  });
});

test("several columns are centred and scaled one by one, missing values passed over", () => {
  const { rhs } = buildMatrices(parseFormula("~ 0 + scale(np.column_stack([x, z]), ddof=1)"), {
    x: [1, Number.NaN, 3],
    z: [2, 4, 6],
  });
  const { data: made } = matrixRows(rhs, { x: [4, 2], z: [0, 4] });
  for (const [i, value] of [Math.SQRT2, 0, -2, 0].entries()) expect(made[i]).toBeCloseTo(value, 14);
});
