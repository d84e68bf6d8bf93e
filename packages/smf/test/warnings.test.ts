// What is said of fits that found no optimum; the warnings of fits that did are compared with statsmodels' own.
import { expect, test } from "vitest";
import { otherRemarks, pathLeft, type SearchPath } from "../src/warnings.ts";

const stopped: SearchPath = { value: -12, converged: false, slope: 3, runs: [] };

test("a search that found no optimum is a warning of the result", () => {
  const message = "the search stopped with a gradient of 2.9e-2";
  const [remark] = otherRemarks([], [{ code: "not-converged", message, data: {} }]);
  expect(remark).toMatchObject({ category: "ConvergenceWarning", code: "no-optimum" });
  expect(remark!.message).toBe(`no optimum was found: ${message}`);
});

test("a point is called the optimum only when it is one", () => {
  const messageOf = (isOptimum: boolean): string =>
    pathLeft(stopped, { logLik: -10, isOptimum, isCovariance: true }).message;
  expect(messageOf(true)).toContain("2.0000 short of the optimum; these results are those");
  expect(messageOf(false)).not.toContain("optimum");
});
