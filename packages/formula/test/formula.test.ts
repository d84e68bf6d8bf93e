import { expect, test } from "vitest";
import { parseRightSide, parseTwoSided, termName } from "../src/index.ts";
import { errorOf } from "./error-of.ts";

test("a right side is read with and without `~`", () => {
  expect(parseRightSide(" ~ x ")).toMatchObject({ source: "~ x" });
  expect(parseRightSide("x").terms.map(termName)).toEqual(["Intercept", "x"]);
  expect(parseRightSide("").terms.map(termName)).toEqual(["Intercept"]);
  expect(parseRightSide("0 ~ x").terms.map(termName)).toEqual(["Intercept", "x"]);
});

test("a left side where none belongs is refused with its text", () => {
  const error = errorOf(() => parseRightSide("y + z ~ x"));
  expect([error.code, error.data]).toEqual(["sides", { formula: "y + z ~ x", left: "y + z" }]);
});

test("a formula without a left side is refused where a model needs one", () => {
  for (const formula of ["x", "~ x", "0 ~ x", "y - y ~ x"]) {
    const error = errorOf(() => parseTwoSided(formula));
    expect([error.code, error.data]).toEqual(["sides", { formula }]);
  }
});

test("an empty formula is called empty where a model needs a response, and is an intercept elsewhere", () => {
  for (const formula of ["", "  ", "\n"]) {
    const error = errorOf(() => parseTwoSided(formula));
    expect([error.code, error.data]).toEqual(["sides", { formula: "" }]);
    expect(error.message).toContain("the formula is empty");
    expect(parseRightSide(formula).terms.map(termName)).toEqual(["Intercept"]);
  }
});
