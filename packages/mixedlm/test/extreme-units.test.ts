// Columns in units so large or so small that their squares are hardly numbers: what has no unit is that of the same
// columns in ordinary ones, and what has no squares is refused by its name.
import { describe, expect, test } from "vitest";
import {
  anova,
  intraclassCorrelation,
  jointTest,
  lmm,
  marginalMeans,
  power,
  predict,
  rSquared,
  varianceInflation,
} from "../src/index.ts";

const rows = Array.from({ length: 60 }, (_, i) => ({
  x: Math.sin(7 * i),
  z: Math.sin(3 * i * i),
  a: "pqr"[i % 3]!,
  g: `g${i % 12}`,
  y: 1 + Math.sin(7 * i) + Math.sin(i % 12) + Math.cos(5 * i),
}));

const scaled = (unit: number) => rows.map((row) => ({ ...row, x: unit * row.x }));
const close = (ours: number, theirs: number): void => expect(Math.abs(ours / theirs - 1)).toBeLessThan(1e-9);

describe.each([1e-153, 1e-100, 1e100, 1e150, 5e152])("a covariate in units of %d", (unit) => {
  test.each(["I", "II", "III"] as const)("has the F tests of type %s of the covariate", (type) => {
    for (const formula of ["y ~ x * a + z + (1 | g)", "y ~ x + z + a + (1 | g)"]) {
      const [own, plain] = [scaled(unit), rows].map((table) => anova(lmm(formula, table), { type }).rows);
      expect(own!.length).toBeGreaterThan(2);
      for (const [i, { statistic, pValue, numDf, denDf }] of plain!.entries()) {
        close(own![i]!.statistic!, statistic!);
        close(own![i]!.pValue!, pValue!);
        close(own![i]!.denDf!, denDf!);
        expect(own![i]!.numDf).toBe(numDf);
      }
    }
  });

  test("has the marginal means and predictions of the other columns", () => {
    const [own, plain] = [scaled(unit), rows].map((table) => {
      const fit = lmm("y ~ x * a + z + (1 | g)", table);
      const { contrasts } = marginalMeans(fit, "pairwise ~ a");
      return (["kenward-roger", "normal"] as const).flatMap((ddf) => {
        const at = { level: "population", ddf, interval: "prediction" } as const;
        const { stdError, upper } = predict(fit, table.slice(0, 5), at);
        return [...contrasts!.rows.map(({ statistic }) => statistic!), ...stdError!, ...upper!];
      });
    });
    expect(own).toHaveLength(26);
    for (const [i, value] of plain!.entries()) close(own![i]!, value);
  });

  test("has its inflation factors", () => {
    const [own, plain] = [scaled(unit), rows].map((table) => varianceInflation(lmm("y ~ x * a + z + (1 | g)", table)));
    expect(own!.rows).toHaveLength(4);
    for (const [i, { gvif }] of plain!.rows.entries()) close(own!.rows[i]!.gvif, gvif);
  });
});

test.each([1e6, 1e9, 1e12, 1e80, 1e140])("hypotheses of columns whose units are %d apart hide nothing", (unit) => {
  const fits = [rows, scaled(unit), rows.map((row) => ({ ...row, z: unit * row.z }))].map((table) =>
    lmm("y ~ x + z + (1 | g)", table),
  );
  for (const ddf of ["satterthwaite", "kenward-roger", "residual"] as const) {
    const wanted = jointTest(fits[0]!, ["x = 0", "z = 0"], { ddf });
    expect(wanted.numDf).toBe(2);
    for (const fit of fits)
      for (const said of ["x = z = 0", ["z = 0", "x - z = 0"], ["x + z = 0", "x - z = 0", "x - 2 * z = 0"]]) {
        const own = jointTest(fit, said, { ddf });
        expect(own.numDf).toBe(2);
        close(own.statistic, wanted.statistic);
        close(own.denDf, wanted.denDf);
        close(own.pValue, wanted.pValue);
      }
  }
  for (const fit of fits)
    expect(() => jointTest(fit, ["x - z = 0", "z = 0", "x = 1"])).toThrow(
      expect.objectContaining({ code: "contradictory" }),
    );
});

test("a response whose mean has no square has the shares of its variance about it", () => {
  // powers of two: the digits of both are the same
  const [far, near] = [2 ** 515, 1].map((unit) =>
    lmm(
      "y ~ x + (1 | g)",
      rows.map((row) => ({ ...row, y: unit * (2 ** 20 + Math.round(row.y * 2 ** 10) / 2 ** 10) * 2 ** -20 })),
    ),
  );
  for (const [own, plain] of [
    [rSquared(far!).marginal, rSquared(near!).marginal],
    [rSquared(far!).conditional, rSquared(near!).conditional],
    [intraclassCorrelation(far!).adjusted, intraclassCorrelation(near!).adjusted],
  ])
    close(own!, plain!);
});

test.each([1e-140, 1e-60, 1e140])(
  "the power of a study does not depend on the unit of its response, here %d",
  (unit) => {
    const [own, plain] = [unit, 1].map((by) => {
      const parameters = { Intercept: by, x: 0.4 * by, "sd(Intercept | g)": by, sigma: by };
      const named = power({ formula: "y ~ x + (1 | g)", data: rows, parameters }, { test: "x", replicates: 40 });
      return [named.rows[0]!.rejected, named.failed];
    });
    expect(own).toEqual(plain);
    expect(plain![0]).toBeGreaterThan(10);
    expect(plain![0]).toBeLessThan(40);
  },
);

test("what has no squares is refused by its name, not as a perfect fit", () => {
  const refused = (formula: string, table: readonly object[], column: string): void =>
    expect(() => lmm(formula, table as typeof rows)).toThrow(
      expect.objectContaining({ code: "not-finite", data: { column } }),
    );
  const far = rows.map((row) => ({ ...row, y: 1e155 + 1e140 * row.y }));
  refused("y ~ 0 + x + (1 | g)", far, "y");
  refused("y ~ 0 + x + (1 | g)", scaled(1e155), "x");
  refused(
    "y ~ 0 + x + (1 | g)",
    rows.map((row) => ({ ...row, x: 1e155 + 1e140 * row.x })),
    "x",
  );
  const apart = rows.map((row) => ({ ...row, x: 1e-100 * row.x, y: 1e100 * row.y }));
  expect(() => lmm("y ~ x + (1 | g)", apart)).toThrow("of the size 1e+200, in units of `y` per unit of it");
  for (const unit of [2e153, 2.4e153, 1e154]) refused("y ~ x + z + (1 | g)", scaled(unit), "x");
});
