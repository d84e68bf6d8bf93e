import { expect, test } from "vitest";
import { isStructureName, STRUCTURES } from "../../src/syntax/structure-call.ts";
import { tokenize } from "../../src/syntax/tokens.ts";

const names = (text: string): string[] => {
  const tokens = tokenize(text, "extended");
  return tokens.filter((_, at) => isStructureName(tokens, at)).map((token) => token.text);
};

test("the structures are those that lme4 2.1 and glmmTMB share, and the two of one variance", () => {
  expect(STRUCTURES).toEqual(["us", "diag", "homdiag", "cs", "homcs", "ar1"]);
});

test.each([
  ["diag(x | g)", ["diag"]],
  ["f(x || g)", ["f"]],
  ["f(g(x | a) | b)", ["f", "g"]],
  ["f((x | g))", []],
  ["f([x | g])", []],
  ["f(x) | g", []],
  ["(f(x) | g)", []],
  ["f(a, x | g)", []],
  ["diag(a, x | g)", ["diag"]],
  ["np.f(x | g)", []],
  ["`f`(x | g)", []],
  ["__f(x | g)", []],
  ["I(x | g)", []],
  ["f(x", []],
  ["f (x | ", ["f"]],
])("in `%s` the names of structures are %j", (text, expected) => {
  expect(names(text)).toEqual(expected);
});
