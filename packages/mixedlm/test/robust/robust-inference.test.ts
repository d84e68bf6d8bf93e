// Against clubSandwich 0.5.8, whose numbers come from dense matrices of each cluster at lme4's polished optimum (about 1e-8
// of theta). Tolerances: that of the optimum, 1e-6 relative, which CR2 and the degrees of freedom inherit.
import { describe, expect, test } from "vitest";
import { FitError, lmm, robustInference, type RobustType } from "../../src/index.ts";
import { positions } from "../engine-fits.ts";
import { loadNative, nativeFit } from "../native-fits.ts";

interface RecordedTest {
  readonly rows: readonly number[];
  readonly statistic: number | null;
  readonly denDf: number | null;
  readonly pValue: number | null;
}

interface RecordedCase {
  readonly model: string;
  readonly cluster: string;
  readonly names: readonly string[];
  readonly types: readonly {
    readonly type: RobustType;
    readonly vcov: readonly (readonly number[])[];
    readonly df: readonly number[];
    readonly tests: readonly RecordedTest[];
  }[];
}

const { cases } = loadNative<{ cases: readonly RecordedCase[] }>("robust");
const SAME = 1e-6;

const unit = (p: number, j: number): number[] => Array.from({ length: p }, (_, i) => (i === j ? 1 : 0));

describe.each(cases)("$model by $cluster", ({ model, cluster, names, types }) => {
  const fit = nativeFit(model);
  const order = positions(fit.names, names);
  const place = names.map((_, j) => order.indexOf(j));
  for (const { type, vcov, df, tests } of types)
    test(`${type}: covariance, degrees of freedom and joint tests are clubSandwich's`, () => {
      const robust = robustInference(fit, { type, cluster: cluster === "" ? undefined : cluster });
      const { p } = fit;
      for (const [i, r] of order.entries()) {
        for (const [j, c] of order.entries()) {
          const size = Math.sqrt(vcov[r]![r]! * vcov[c]![c]!);
          expect(Math.abs(robust.vcov.data[j * p + i]! - vcov[r]![c]!)).toBeLessThan(SAME * size + 1e-20);
        }
        expect(robust.df(unit(p, i)) / df[r]!).toBeCloseTo(1, 5);
      }
      for (const recorded of tests) {
        const L = recorded.rows.map((row) => unit(p, place[row]!));
        const own = robust.fTest(L);
        expect(own.numDf).toBe(L.length);
        if (recorded.denDf === null || recorded.denDf <= 0) {
          expect(own).toMatchObject({ statistic: 0, denDf: 0, pValue: 1 });
          continue;
        }
        expect(own.denDf / recorded.denDf).toBeCloseTo(1, 5);
        expect(own.statistic / recorded.statistic!).toBeCloseTo(1, 5);
      }
    });
});
