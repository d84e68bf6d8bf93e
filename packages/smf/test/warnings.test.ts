// What is said of fits that found no optimum; the warnings of fits that did are compared with statsmodels' own.
import { expect, test } from "vitest";
import type { Path } from "../src/fitting/scipy-path.ts";
import { otherRemarks, pathLeft } from "../src/warnings.ts";

const stopped: Path = { packed: new Float64Array(1), value: -12, converged: false, slope: 3, runs: [], ignored: [] };

test("a search that found no optimum is a warning of the result", () => {
  const message = "the search stopped with a gradient of 2.9e-2";
  const [remark] = otherRemarks([], [{ code: "not-converged", message, data: {} }]);
  expect(remark).toMatchObject({ category: "ConvergenceWarning", code: "no-optimum" });
  expect(remark!.message).toBe(`no optimum was found: ${message}`);
});

test("a point is called the optimum only when it is one", () => {
  expect(pathLeft(stopped, -10, true).message).toContain("2.0000 short of the optimum; these results are those");
  expect(pathLeft(stopped, -10, false).message).not.toContain("optimum");
});
