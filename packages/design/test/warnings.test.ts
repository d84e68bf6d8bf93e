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
