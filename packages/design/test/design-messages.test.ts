import { columnFactor, parseModel } from "@mixedlm/formula";
import { expect, test } from "vitest";
import { buildDesign } from "../src/index.ts";

const data = { y: [1, 2, 3, 4], x: [1, 2, 3, 5], g: [1, 1, 2, 2], a: ["p", "q", "p", "q"], b: ["u", "v", "u", "u"] };

const warningsOf = (component: string) => {
  const model = parseModel({ formula: "y ~ 1", group: columnFactor("g"), vcFormula: { v: component } });
  return buildDesign(model, data).warnings.map(({ code, data }) => ({ code, ...data }));
};

test("a component of one column for each level gives no warning", () => {
  for (const component of ["0 + a", "1", "0 + x", "0 + a:x", "0 + a:b"]) expect(warningsOf(component)).toEqual([]);
});

test("a component with an intercept besides other columns gives a warning", () => {
  const warning = { code: "component-intercept", component: "v" };
  expect(warningsOf("a")).toEqual([{ ...warning, formula: "a" }]);
  expect(warningsOf("x")).toEqual([{ ...warning, formula: "x" }]);
});

test("a component of two categorical variables gives a warning that names the one that loses a level", () => {
  expect(warningsOf("0 + a + b")).toEqual([
    { code: "component-reduced", component: "v", formula: "0 + a + b", factor: "b" },
  ]);
});

test("a component that centres a variable gives a warning, for each group has a mean of its own there", () => {
  expect(warningsOf("0 + center(x)")).toEqual([
    { code: "component-state", component: "v", formula: "0 + center(x)", factor: "center(x)" },
  ]);
});

test("a warning underlines what it is about, and says what to write instead", () => {
  const model = parseModel({ formula: "y ~ 1", group: columnFactor("g"), vcFormula: { v: "0 + a + b", w: "a" } });
  const [reduced, intercept] = buildDesign(model, data).warnings;
  expect(reduced).toMatchObject({
    source: "0 + a + b",
    span: [8, 9],
    fix: expect.stringContaining("a component of its own"),
  });
  expect(intercept).toMatchObject({ source: "a", span: [0, 1], fix: "write `0 + ...`" });
});
