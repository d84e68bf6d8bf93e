// Random effects by label: of combinations, of several terms over one factor, and their conditional covariances against
// the formula of a random intercept.
import { describe, expect, test } from "vitest";
import { lmm } from "../../src/index.ts";
import { column, lmmOf, table } from "../lmm-record.ts";

test("levels of combinations are found by their joined labels", () => {
  const [casks, batches] = lmmOf("pastes/labels-reused-ml").fit.ranef();
  expect(casks!.group).toBe("cask:batch");
  expect(casks!.levels.slice(0, 3)).toEqual(["a:A", "a:B", "a:C"]);
  expect(casks!.of("a:C")).toBe(casks!.values[2]);
  expect(batches!.of("C")).toBe(batches!.values[2]);
  expect(batches!.of("Z")).toBeUndefined();
});

test("numeric labels are found as numbers and as text", () => {
  const [subjects] = lmmOf("sleepstudy/slope-ml").fit.ranef();
  expect(subjects!.of(309)).toBe(subjects!.values[1]);
  expect(subjects!.of("309")).toBe(subjects!.values[1]);
});

test("several terms over one factor have each their own columns", () => {
  const { fit } = lmmOf("sleepstudy/uncorrelated-ml");
  const [intercepts, slopes] = fit.ranef();
  expect([intercepts!.names, slopes!.names]).toEqual([["Intercept"], ["Days"]]);
  const [allDays, subjects] = [column<number>("sleepstudy", "Days"), column<number>("sleepstudy", "Subject")];
  fit.fitted.forEach((value, i) => {
    const [days, subject] = [allDays[i]!, subjects[i]!];
    const at = fit.beta[0]! + intercepts!.of(subject)![0]! + (fit.beta[1]! + slopes!.of(subject)![0]!) * days;
    expect(value).toBeCloseTo(at, 9);
  });
});

describe("of a random intercept on balanced data", () => {
  const { fit } = lmmOf("dyestuff/one-way-reml");
  const [batch] = fit.ranef();
  const { variance, sigma2 } = { variance: fit.terms[0]!.covariance[0]![0]!, sigma2: fit.sigma ** 2 };

  test("the means are shrunken group means", () => {
    const labels = column<string>("dyestuff", "Batch");
    const response = column<number>("dyestuff", "Yield");
    for (const level of batch!.levels) {
      const own = response.filter((_, i) => labels[i] === level).map((value) => value - fit.beta[0]!);
      const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
      expect(batch!.of(level)![0]).toBeCloseTo((mean * 5 * variance) / (5 * variance + sigma2), 8);
    }
  });

  test("the conditional variance is that of a precision-weighted mean", () => {
    for (const covariance of batch!.covariances)
      expect(covariance[0]![0]! * (1 / variance + 5 / sigma2)).toBeCloseTo(1, 12);
  });
});

test("random effects of a term with no variance are zero", () => {
  const fit = lmm("Yield ~ 1 + (1 | Batch)", table("dyestuff2"));
  expect(fit.ranef()[0]!.values.flat()).toEqual([0, 0, 0, 0, 0, 0]);
  expect(fit.ranef()[0]!.covariances.flat(2)).toEqual([0, 0, 0, 0, 0, 0]);
});
