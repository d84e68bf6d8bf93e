// What an inference of fixed effects is: one of its fit, frozen, and honest about variances of 0.
import { describe, expect, test } from "vitest";
import {
  anova,
  type Contrasts,
  contrast,
  fixedInference,
  jointTest,
  lmm,
  normalQuantile,
  robustInference,
  studentQuantile,
  summary,
} from "../../src/index.ts";
import { adjusted } from "../../src/inference/adjusted-p-values.ts";
import { nativeFit } from "../native-fits.ts";

const failing = (code: string, text: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(text) }) as Error;

describe("an inference", () => {
  test("of another fit is refused, even one with as many fixed effects", () => {
    const [own, other] = [nativeFit("sleepstudy"), nativeFit("sleepstudy-uncorrelated")];
    for (const ddf of [robustInference(other), fixedInference(other, "kenward-roger")])
      for (const call of [() => contrast(own, "Days", { ddf }), () => anova(own, { ddf }), () => summary(own, { ddf })])
        expect(call).toThrow(failing("option-type", "about another fit"));
    expect(contrast(other, "Days", { ddf: fixedInference(other, "kenward-roger") }).ddf).toBe("kenward-roger");
  });

  test("knows the value of nothing but zeros, and tests nothing with it", () => {
    const fit = nativeFit("sleepstudy");
    const own = (["satterthwaite", "kenward-roger", "residual", "normal"] as const).map((ddf) =>
      fixedInference(fit, ddf),
    );
    for (const inference of [...own, robustInference(fit)]) {
      expect([inference.variance([0, 0]), inference.covariance([0, 0], [1, 0])]).toEqual([0, 0]);
      expect(inference.df([0, -0])).toBe(Number.POSITIVE_INFINITY);
      expect(() => inference.fTest([[0, 0]])).toThrow(failing("contrast-empty", "only zeros"));
      expect(() => inference.fTest([])).toThrow(failing("contrast-empty", "no hypotheses"));
      // beside others they count as what is said twice does
      const [with0, without] = [
        [
          [0, 1],
          [0, 0],
        ],
        [[0, 1]],
      ].map((L) => inference.fTest(L));
      expect(with0!.numDf).toBe(1);
      expect(with0!.statistic).toBeCloseTo(without!.statistic, 8);
      expect(1 / with0!.denDf).toBeCloseTo(1 / without!.denDf, 8);
    }
  });

  test("that only looks like one is refused", () => {
    const fit = nativeFit("sleepstudy");
    const copy = { ...fixedInference(fit) };
    expect(() => contrast(fit, "Days", { ddf: copy })).toThrow(failing("option-type", "option `ddf`"));
  });

  test("is frozen, and its matrix is a copy", () => {
    const fit = nativeFit("sleepstudy");
    for (const own of [
      ...(["satterthwaite", "kenward-roger", "residual", "normal"] as const).map((ddf) => fixedInference(fit, ddf)),
      robustInference(fit),
    ]) {
      expect(Object.isFrozen(own)).toBe(true);
      const before = own.vcov.data[0];
      own.vcov.data[0] = 1e9;
      expect(own.vcov.data[0]).toBe(before);
      expect(Object.isFrozen(own.vcov)).toBe(true);
      expect(Object.isFrozen(own.fTest([[0, 1]]))).toBe(true);
    }
  });
});

describe("a variance of 0", () => {
  const fit = nativeFit("dyestuff2");

  test("is said to be taken for known by Satterthwaite's method, wherever tests are shown", () => {
    const said = "the variance of Intercept over Batch is 0: satterthwaite takes that for known";
    for (const own of [contrast(fit, "Intercept"), jointTest(fit, "Intercept"), summary(fit)]) {
      expect(own.notes).toContainEqual(expect.stringContaining(said));
      expect(String(own)).toContain("kenward-roger counts the groups");
    }
    const cake = lmm("y ~ x + (1 | g)", {
      y: [1, 2, 3, 1, 3, 2],
      x: [1, 2, 3, 1, 2, 3],
      g: ["a", "a", "b", "b", "c", "c"],
    });
    expect(cake.status.kind).toBe("boundary");
    expect(anova(cake).notes).toContainEqual(expect.stringContaining("satterthwaite takes that for known"));
  });

  test("is no matter of other methods, nor of fits without one", () => {
    const shown = (own: Contrasts) => own.notes;
    expect(shown(contrast(fit, "Intercept", { ddf: "kenward-roger" }))).toEqual([]);
    expect(shown(contrast(nativeFit("sleepstudy"), "Days"))).toEqual([]);
  });
});

test("a column that was left out has no coefficient to test", () => {
  const x = [1, 2, 3, 4, 5, 7, 8, 9];
  const table = {
    ...{ y: [1, 3, 2, 5, 4, 6, 9, 8], x, twice: x.map((v) => 2 * v) },
    g: ["a", "a", "b", "b", "c", "c", "d", "d"],
  };
  const fit = lmm("y ~ x + twice + (1 | g)", table);
  expect(fit.dropped).toEqual(["twice"]);
  for (const text of ["twice", "x - twice = 0"])
    expect(() => contrast(fit, text)).toThrow(failing("dropped-column", "`twice` was left out"));
  expect(() => contrast(fit, "thrice")).toThrow(expect.objectContaining({ code: "unknown-name" }) as Error);
});

test("a chain of equalities is shown as it was written", () => {
  const { hypotheses } = jointTest(nativeFit("cake"), "recipe[T.B] = recipe[T.C] = 0");
  expect(hypotheses).toEqual(["recipe[T.B] = recipe[T.C] = 0"]);
});

test("intervals of nearly 1 have their width: quantiles are those of the small tail", () => {
  const fit = nativeFit("sleepstudy");

  const [normal] = contrast(fit, "Days", { ddf: "normal", alpha: 1e-17 }).rows;
  expect((normal!.upper - normal!.estimate) / normal!.stdError).toBeCloseTo(-normalQuantile(5e-18), 10);
  const { critical } = adjusted({ statistics: [1, 2], df: 17, method: "bonferroni", alpha: 1e-17 });
  expect(critical[0]).toBeCloseTo(-studentQuantile(2.5e-18, 17), 8);
  expect(Number.isFinite(critical[0]!)).toBe(true);
});

test("statistics with infinite degrees of freedom are called z", () => {
  const fit = nativeFit("sleepstudy");
  for (const own of [contrast(fit, "Days", { ddf: "normal" }), summary(fit, { ddf: "normal" })])
    expect(String(own)).toMatch(/ z /);
  expect(String(contrast(fit, "Days"))).not.toMatch(/ z /);
});
