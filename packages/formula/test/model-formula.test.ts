import { describe, expect, test } from "vitest";
import { columnFactor, parseModel, termName } from "../src/index.ts";
import { casesOf } from "./corpus.ts";
import { errorOf } from "./error-of.ts";

const group = columnFactor("g");
const model = (reFormula?: string | null, vcFormula?: Record<string, string> | null) =>
  parseModel({
    formula: "y ~ x",
    group,
    ...(reFormula !== undefined && { reFormula }),
    ...(vcFormula !== undefined && { vcFormula }),
  });
const shape = (...args: Parameters<typeof model>) =>
  model(...args).random.map(({ name, covariance, terms }) => [name, covariance, terms.map(termName).join(" + ")]);

test.each(casesOf("mixedlm_names"))(
  "$id: `$formula`, re `$re_formula`: as many random parts, in the order of statsmodels",
  ({ formula, groups, re_formula, vc_formula, k_re, vcomp }) => {
    const { random } = parseModel({
      formula,
      group: columnFactor(groups),
      reFormula: re_formula,
      vcFormula: vc_formula,
    });
    const components = random.filter((term) => term.covariance === "component").map((term) => term.name);
    expect(random.length - components.length).toBe(k_re > 0 ? 1 : 0);
    expect(components).toEqual([...new Set(vcomp.map((name) => name.replace(/ Var$/, "")))]);
  },
);

describe("random effects", () => {
  test("are an intercept when nothing is said", () => {
    expect(shape()).toEqual([[null, "us", "Intercept"]]);
    expect(shape(null, null)).toEqual([[null, "us", "Intercept"]]);
    expect(shape("1")).toEqual([[null, "us", "Intercept"]]);
    expect(shape("")).toEqual([[null, "us", "Intercept"]]);
  });

  test("are those of the formula, with an intercept unless it is removed", () => {
    expect(shape("~ x")).toEqual([[null, "us", "Intercept + x"]]);
    expect(shape("0 + x")).toEqual([[null, "us", "x"]]);
  });

  test("are the components alone when only these are given", () => {
    expect(shape(null, { b: "0 + C(b)" })).toEqual([["b", "component", "C(b)"]]);
    expect(shape("1", { b: "0 + C(b)" })).toHaveLength(2);
  });

  test("come with components in the order of their names by code point", () => {
    const names = model(null, { z: "0 + a", "😀": "0 + a", "\uFFFD": "0 + a", b: "0 + a", A: "0 + a" }).random;
    expect(names.map((term) => term.name)).toEqual(["A", "b", "z", "\uFFFD", "😀"]);
  });

  test("may have a component of any name", () => {
    expect(shape(null, JSON.parse('{"__proto__": "0 + a"}'))).toEqual([["__proto__", "component", "a"]]);
  });
});

describe("what is refused", () => {
  test("random effects without terms", () => {
    const error = errorOf(() => model("0"));
    expect([error.code, error.data]).toEqual(["no-random-terms", { formula: "0", component: null }]);
    expect(errorOf(() => model(null, { b: "0" })).data).toEqual({ formula: "0", component: "b" });
  });

  test("a left side in a random part, and a model without one", () => {
    expect(errorOf(() => model("y ~ x")).code).toBe("sides");
    expect(errorOf(() => model(null, { b: "y ~ 0 + a" })).code).toBe("sides");
    expect(errorOf(() => parseModel({ formula: "~ x", group })).code).toBe("sides");
  });

  test("a random part that is no formula, with its own text", () => {
    const error = errorOf(() => model("x +"));
    expect([error.code, error.source, error.span]).toEqual(["missing-operand", "x +", [2, 3]]);
  });
});

test("a column's factor has the column's name, whatever it is", () => {
  expect(columnFactor("my 😀(col)")).toEqual({
    name: "my 😀(col)",
    expression: { kind: "name", name: "my 😀(col)", span: [0, 9] },
    span: [0, 9],
  });
});
