import { describe, expect, test } from "vitest";
import { columnFactor, parseFormula, parseMixedFormula, parseModel, termName } from "../../src/index.ts";
import { errorOf } from "../error-of.ts";

describe("an offset", () => {
  test.each([
    ["y ~ x + offset(log(t)) + (1 | g)", ["log(t)"], ["Intercept", "x"]],
    ["y ~ offset(t)", ["t"], ["Intercept"]],
    ["y ~ 0 + offset( t ) + x", ["t"], ["x"]],
    ["y ~ (x + offset(t)) - x", ["t"], ["Intercept"]],
    ["y ~ offset(a) + x + offset(I(b*2))", ["a", "I(b * 2)"], ["Intercept", "x"]],
    ["y ~ offset(2*a + b)", ["2 * a + b"], ["Intercept"]],
    ["y ~ offset(`my t`) + offset(my.t)", ["Q('my t')", "my.t"], ["Intercept"]],
    ["y ~ offset(t,) + x*z", ["t"], ["Intercept", "x", "z", "x:z"]],
    ["y ~ t + offset(t)", ["t"], ["Intercept", "t"]],
    ["y ~ offset + (offset | g)", [], ["Intercept", "offset"]],
    ["y ~ x", [], ["Intercept", "x"]],
  ])("in `%s` is %j beside the terms %j", (text, offset, terms) => {
    const model = parseMixedFormula(text);
    expect(model.offset.map(({ name }) => name)).toEqual(offset);
    expect(model.fixed.rhs.map(termName)).toEqual(terms);
  });

  test("is its argument, at the place where that is", () => {
    expect(parseMixedFormula("y ~ x + offset(log(t))").offset).toEqual([
      {
        name: "log(t)",
        span: [15, 21],
        expression: {
          kind: "call",
          function: "np.log",
          functionSpan: [15, 18],
          args: [{ kind: "name", name: "t", span: [19, 20] }],
          keywords: [],
          span: [15, 21],
        },
      },
    ]);
  });

  test("leaves its columns to `.`, as in R", () => {
    const { fixed } = parseMixedFormula("y ~ . + offset(t)", { columns: ["y", "x", "t"] });
    expect(fixed.rhs.map(termName)).toEqual(["Intercept", "x", "t"]);
  });

  test("is not there in statsmodels' manner, where the word is a function like any other", () => {
    const model = parseModel({ formula: "y ~ x + offset(t)", group: columnFactor("g") });
    expect(model.offset).toEqual([]);
    expect(parseFormula("y ~ x:offset(t)").rhs.map(termName)).toEqual(["Intercept", "x:offset(t)"]);
  });

  test.each([
    ["y ~ x*offset(t)", "offset(t)"],
    ["y ~ x:offset(t)", "offset(t)"],
    ["y ~ x - offset(t)", "offset(t)"],
    ["y ~ (x + offset(t))^2", "offset(t)"],
    ["y ~ x:(z + offset(t))", "offset(t)"],
    ["offset(t) ~ x", "offset(t)"],
    ["y ~ (offset(t) | g)", "offset(t)"],
    ["y ~ diag(x + offset(t) | g)", "offset(t)"],
    ["y ~ log(offset(t))", "offset(t)"],
    ["y ~ offset(1 + offset(t))", "offset(t)"],
    ["y ~ offset()", "offset()"],
    ["y ~ offset(a, b)", "offset(a, b)"],
    ["y ~ offset(x = t)", "offset(x = t)"],
    ["y ~ offset(t, x = t)", "offset(t, x = t)"],
  ])("in `%s` is refused at `%s`", (text, part) => {
    const error = errorOf(() => parseMixedFormula(text));
    expect([error.code, [...text].slice(...(error.span ?? [0, 0])).join("")]).toEqual(["offset", part]);
  });

  test("is refused behind a bar, and where the fixed part alone is read", () => {
    expect(errorOf(() => parseMixedFormula("y ~ (1 | offset(g))")).code).toBe("random-term");
    const error = errorOf(() => parseFormula("y ~ x + offset(t)", { dialect: "extended" }));
    expect([error.code, error.span]).toEqual(["offset", [15, 16]]);
    expect(error.hint).toContain("parseMixedFormula");
  });
});
