// How marginal means are asked for, what is refused, and what an answer is: values, JSON, a printed table.
import { describe, expect, test } from "vitest";
import { lmm, marginalMeans, marginalTrends, meanContrasts, referenceValues } from "../../src/index.ts";
import { tableOf } from "../engine-fits.ts";
import { nativeFit } from "../native-fits.ts";

describe("what is asked", () => {
  const fit = nativeFit("ratpups");

  test("is the same as text, as names, and with `by`", () => {
    const text = marginalMeans(fit, "pairwise ~ Treatment | sex");
    const own = marginalMeans(fit, ["Treatment"], { by: "sex", contrasts: "pairwise" });
    expect(JSON.stringify(own)).toBe(JSON.stringify(text));
    expect(text.contrasts!.rows[0]).toMatchObject({ contrast: "Control - High", sex: "Female" });
  });

  test("of another variable, level, method or option is an error that names what there is", () => {
    const code = (call: () => unknown): string => {
      try {
        call();
      } catch (error) {
        return (error as { code: string }).code;
      }
      return "none";
    };
    expect(code(() => marginalMeans(fit, "Treatmnt"))).toBe("unknown-variable");
    expect(code(() => marginalMeans(fit, "Treatment", { at: { Litter: 1 } }))).toBe("unknown-variable");
    expect(code(() => marginalMeans(fit, "sex", { at: { Treatment: "Middle" } }))).toBe("unknown-factor-level");
    expect(code(() => marginalMeans(fit, "a ~ b ~ c"))).toBe("marginal-specs");
    expect(code(() => marginalMeans(fit, "pairwise ~ sex | Treatment | Lsize"))).toBe("marginal-specs");
    expect(code(() => marginalMeans(fit, "anything ~ sex"))).toBe("contrast-method");
    expect(code(() => marginalMeans(fit, "sex", { contrasts: { short: [1] } }))).toBe("contrast-coefficients");
    expect(code(() => marginalMeans(fit, "sex", { contrasts: "trt.vs.ctrl", ref: "Middle" }))).toBe(
      "unknown-factor-level",
    );
    for (const Lsize of [Number.NaN, Number.POSITIVE_INFINITY, "ten", null, []])
      expect(code(() => marginalMeans(fit, "sex", { at: { Lsize } } as object))).toBe("grid-value");
    expect(code(() => marginalMeans(fit, "sex", { at: { Treatment: [] } }))).toBe("grid-value");
    expect(code(() => marginalMeans(fit, "sex", { reference: {} } as object))).toBe("option-type");
    expect(code(() => marginalMeans(fit, "sex", { contrastAdjust: "holm" }))).toBe("unknown-option");
    expect(code(() => marginalMeans(fit, "sex", { ref: "Male" }))).toBe("unknown-option");
    const reference = { ...referenceValues(fit) };
    expect(code(() => marginalMeans(fit, "sex", { reference }))).toBe("none");
    const [first, ...others] = reference.variables;
    const { cells } = reference;
    const damaged: readonly object[] = [
      { ...reference, variables: [{ name: "sex", kind: "factor" }] },
      { ...reference, variables: [{ ...first, kind: "other" }, ...others] },
      { ...reference, variables: [{ ...first, levels: [] }, ...others] },
      { ...reference, variables: [{ ...first, levels: [1n, {}] }, ...others] },
      { ...reference, variables: [...others, { name: "sex", kind: "covariate", mean: Number.NaN, range: null }] },
      { variables: reference.variables, dependence: null },
      { ...reference, cells: { ...cells, codes: cells!.codes.slice(1) } },
      { ...reference, cells: { ...cells, codes: cells!.codes.map(() => 99) } },
      { ...reference, cells: { ...cells, rows: cells!.rows.map(() => -1) } },
      { ...reference, dependence: {} },
      { ...reference, dependence: { kept: [0], dropped: [1], C: [1], tolerance: 0, basis: null } },
    ];
    for (const wrong of damaged) {
      const own = { reference: wrong, weights: "proportional" } as object;
      expect(code(() => marginalMeans(fit, "sex", own))).toBe("option-type");
    }
    expect(code(() => marginalMeans(fit, "sex", { contrasts: "trt.vs.ctrl", ref: [] }))).toBe("option-type");
    expect(code(() => marginalTrends(fit, null as unknown as string))).toBe("unknown-variable");
    expect(code(() => marginalMeans(fit, "sex", { weigths: "cells" } as object))).toBe("unknown-option");
    expect(code(() => marginalTrends(fit, "Treatment"))).toBe("not-numeric");
    expect(code(() => meanContrasts({ ...marginalMeans(fit, "sex") }))).toBe("not-marginal");
    expect(code(() => marginalMeans({} as typeof fit, "sex"))).toBe("not-a-fit");
    const shifted = lmm("Weight ~ lag(Time) + (1 | Pig)", tableOf("dietox"));
    expect(code(() => marginalMeans(shifted, "~ 1"))).toBe("rows-needed");
    const wide = { Time: Array.from({ length: 1100 }, (_, i) => i), Start: Array.from({ length: 1000 }, (_, i) => i) };
    const covariates = lmm("Weight ~ Time + Start + (1 | Pig)", tableOf("dietox"));
    expect(code(() => marginalMeans(covariates, "~ Time * Start", { at: wide }))).toBe("grid-too-large");
    const many = { at: { Time: Array.from({ length: 220 }, (_, i) => i) }, contrasts: "pairwise" } as const;
    expect(code(() => marginalMeans(covariates, "Time", many))).toBe("too-many-contrasts");
    const logarithm = lmm("Weight ~ log(Time) + (1 | Pig)", tableOf("dietox"));
    expect(code(() => marginalTrends(logarithm, "Time", [], { at: { Time: -1 } }))).toBe("no-slope");
  });

  test("is answered in values that nothing changes, and that are JSON", () => {
    const means = marginalMeans(fit, "pairwise ~ sex");
    expect([means, means.rows, means.rows[0], means.contrasts, means.L].every(Object.isFrozen)).toBe(true);
    expect(JSON.parse(JSON.stringify(means)).rows).toEqual(means.rows);
  });

  test("of a variable that is called as a field of the rows is refused", () => {
    const { Machine, Worker, score } = Object.fromEntries(
      ["Machine", "Worker", "score"].map((name) => [name, Array.from(tableOf("machines").array(name) as unknown[])]),
    );
    const named = lmm("score ~ df + lower + (1 | Worker)", {
      df: Machine,
      Worker,
      score,
      lower: score!.map((_, i) => i % 5),
    } as never);
    expect(() => marginalMeans(named, "df")).toThrow(expect.objectContaining({ code: "field-name" }));
    expect(marginalMeans(named, "~ 1").rows).toHaveLength(1);
  });

  test("is simulated from the seed that is given, and stopped by a signal", () => {
    const cells = lmm("y ~ t + (1 | g)", manyLevels());
    const mvt = (seed?: number) =>
      marginalMeans(cells, "trt.vs.ctrl ~ t", { seed, ddf: "normal" }).contrasts!.rows.map(({ pValue }) => pValue!);
    expect(mvt(1)).toEqual(mvt(1));
    expect(mvt()).toEqual(mvt(0));
    const adjusted = (seed: number) =>
      marginalMeans(cells, "pairwise ~ t", { seed, ddf: "normal", contrastAdjust: "mvt" }).contrasts!.rows.map(
        ({ pValue }) => pValue!,
      );
    const [one, two] = [adjusted(1), adjusted(2)];
    expect(one).not.toEqual(two);
    // two simulations of one probability
    one.forEach((p, k) => {
      expect(Math.abs(p - two[k]!)).toBeLessThan(2e-3);
    });
    const signal = AbortSignal.abort(new Error("enough"));
    expect(() => marginalMeans(cells, "t", { signal })).toThrow("enough");
    expect(() => meanContrasts(marginalMeans(cells, "t"), "pairwise", { signal })).toThrow("enough");
  });

  test("prints as a table for each group, the contrasts' last", () => {
    expect(
      String(marginalMeans(nativeFit("machines-us"), "pairwise ~ Machine", { ddf: "residual" })),
    ).toMatchInlineSnapshot(`
      "Estimated marginal means of score
       Machine   Mean  Std. Error  df  Lower  Upper      t       p
       A        52.36       1.681  51  48.98  55.73  31.15  <2e-16
       B        60.32       3.529  51  53.24  67.41  17.10  <2e-16
       C        66.27       1.806  51  62.65  69.90  36.69  <2e-16
      standard errors and degrees of freedom: residual; intervals: 95%

      Contrasts of score
       contrast  Estimate  Std. Error  df   Lower      Upper       t         p
       A - B       -7.967       2.421  51  -13.81   -2.12278  -3.291    0.0051
       A - C      -13.917       1.540  51  -17.63  -10.19890  -9.036  1.09e-11
       B - C       -5.950       2.446  51  -11.86   -0.04426  -2.432    0.0479
      p-values and intervals adjusted by tukey for 3 means
      standard errors and degrees of freedom: residual; intervals: 95%"
    `);
  });
});

/** Five levels in eight groups, of unequal numbers of rows. */
function manyLevels(): { y: number[]; t: string[]; g: number[] } {
  const rows = Array.from({ length: 90 }, (_, i) => i);
  const t = rows.map((i) => "abcde"[(i * i + Math.floor(i / 7)) % 5]!);
  return { y: rows.map((i) => Math.sin(5 * i) + 0.3 * (t[i]!.charCodeAt(0) - 97)), t, g: rows.map((i) => i % 8) };
}
