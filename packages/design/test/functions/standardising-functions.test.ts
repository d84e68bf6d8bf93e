import { columnFactor, parseFormula, parseModel } from "@mixedlm/formula";
import { expect, test } from "vitest";
import { buildDesign, buildMatrices, designRows, matrixRows } from "../../src/index.ts";
import { thrown } from "../thrown.ts";

const x = [1, 2, 4, 9];
const data = { y: [1, 3, 2, 5], x, g: ["a", "a", "b", "b"] };

/** The column of a formula's only term, learnt from `data`, on the rows of another table. */
function column(term: string, rows: object = data): number[] {
  const { rhs } = buildMatrices(parseFormula(`~ 0 + ${term}`), data);
  return [...matrixRows(rhs, rows as typeof data).data];
}

// patsy 0.5.3: dmatrix("0 + <term>", {"x": [1, 2, 4, 9]})
const expected: [term: string, values: number[]][] = [
  ["center(x)", [-3, -2, 0, 5]],
  ["standardize(x)", [-0.9733285267845753, -0.6488856845230502, 0, 1.6222142113076254]],
  ["scale(x, ddof=1)", [-0.8429272304235246, -0.5619514869490164, 0, 1.404878717372541]],
  ["standardize(x, rescale=False)", [-3, -2, 0, 5]],
  ["scale(x, center=False)", [0.3244428422615251, 0.6488856845230502, 1.2977713690461004, 2.919985580353726]],
  ["np.exp(center(np.log(x)))", [0.3432945239845196, 0.6865890479690392, 1.3731780959380784, 3.089650715860676]],
];

test.each(expected)("%s is patsy's", (term, values) => {
  column(term).forEach((value, i) => {
    expect(value).toBeCloseTo(values[i]!, 14);
  });
});

test("what was learnt is kept: new rows are measured by the rows of the design", () => {
  expect(column("center(x)", { x: [0, 4] })).toEqual([-4, 0]);
  expect(column("center(standardize(x))", { x: [4] })[0]).toBeCloseTo(0, 15);
});

test("a design with transforms is JSON, and chunks of rows are those of the whole", () => {
  const model = parseModel({ formula: "y ~ scale(x)", group: columnFactor("g"), reFormula: "~center(x)" });
  const design = buildDesign(model, data);
  expect(design.randomEffects[0]!.names).toEqual(["Intercept", "center(x)"]);
  const again = JSON.parse(JSON.stringify(design)) as typeof design;
  const whole = designRows(again, data);
  const halves = [designRows(design, data, 0, 2), designRows(design, data, 2, 4)];
  expect(halves.flatMap(({ X, n }) => [...X.subarray(n)])).toEqual([...whole.X.subarray(4)]);
});

test("inside a component each group has its own mean", () => {
  const model = parseModel({ formula: "y ~ 1", group: columnFactor("g"), vcFormula: { v: "0 + center(x)" } });
  const [component] = designRows(buildDesign(model, data), data).components;
  expect([...component![0]!.value!]).toEqual([-0.5, 0.5, -2.5, 2.5]);
});

test("an argument that is no column of numbers is refused where it stands", () => {
  const error = thrown(() => column("center(g)"));
  expect(error).toMatchObject({ code: "type", span: [13, 14] });
});
