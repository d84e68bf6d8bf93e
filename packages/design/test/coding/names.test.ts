import { expect, test } from "vitest";
import { covarianceNames, numericNames, productNames, randomEffectNames } from "../../src/coding/names.ts";

test("in a product the left-most factor varies fastest", () => {
  const names = productNames([["a[1]", "a[2]"], ["x"], ["b[T.u]", "b[T.v]"]]);
  expect(names).toEqual(["a[1]:x:b[T.u]", "a[2]:x:b[T.u]", "a[1]:x:b[T.v]", "a[2]:x:b[T.v]"]);
});

test("a product of nothing is the intercept, and a factor without columns leaves none", () => {
  expect(productNames([])).toEqual(["Intercept"]);
  expect(productNames([["a", "b"], []])).toEqual([]);
});

test("a factor of several columns numbers them", () => {
  expect(numericNames("x", 1)).toEqual(["x"]);
  expect(numericNames("f(x)", 3)).toEqual(["f(x)[0]", "f(x)[1]", "f(x)[2]"]);
});

test("only the intercept itself takes the group's name, not a name that contains the word", () => {
  expect(randomEffectNames(["Intercept", "InterceptTime", "x"], "Pig")).toEqual(["Pig", "InterceptTime", "x"]);
});

test("covariances are named along the rows of the lower triangle, as statsmodels' parameters are", () => {
  expect(covarianceNames(["g", "C1", "C2"])).toEqual([
    "g Var",
    "g x C1 Cov",
    "C1 Var",
    "g x C2 Cov",
    "C1 x C2 Cov",
    "C2 Var",
  ]);
  expect(covarianceNames([])).toEqual([]);
});
