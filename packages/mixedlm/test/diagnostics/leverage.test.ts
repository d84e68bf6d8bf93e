// Leverages against lme4's `hatvalues`, MixedModels.jl's, closed forms, and the derivatives of fitted values.
import { describe, expect, test } from "vitest";
import { leverage, lmm } from "../../src/index.ts";
import { loadNative, nativeFit } from "../native-fits.ts";
import { recordedFit } from "../predict-record.ts";

interface LeverageRecord {
  readonly models: readonly {
    readonly name: string;
    readonly rows: readonly number[];
    readonly leverage: readonly number[];
    readonly leverage_sum: number;
  }[];
}

/** Both fits are within 1e-8 of the optimum in theta; the largest distance found is 2e-11. */
const SAME_OPTIMUM = 1e-9;
/**
 * MixedModels' optimiser compares values of the criterion: the theta that it reports is 1e-8 from the optimum for dyestuff, 1e-5 for
 * sleepstudy, and leverages move by about as much.
 */
const MIXED_MODELS = { dyestuff: 1e-7, sleepstudy: 1e-5 };

describe.each(loadNative<LeverageRecord>("predict").models)(
  "$name",
  ({ name, rows, leverage: theirs, leverage_sum }) => {
    test("leverages are lme4's, and so is their sum", () => {
      const fit = recordedFit(name);
      const ours = leverage(fit);
      const place = new Map(fit.rows.map((row, i) => [row, i]));
      rows.forEach((row, k) => {
        expect(Math.abs(ours[place.get(row)!]! - theirs[k]!)).toBeLessThan(SAME_OPTIMUM);
      });
      const sum = ours.reduce((total, value) => total + value, 0);
      expect(Math.abs(sum / leverage_sum - 1)).toBeLessThan(SAME_OPTIMUM);
      // at least the fixed effects, at most all columns
      expect(sum).toBeGreaterThan(fit.p - 1e-9);
      expect(sum).toBeLessThan(fit.p + fit.q);
    });
  },
);

test("leverages of maximum likelihood are MixedModels'", () => {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const dyestuff = leverage(nativeFit("dyestuff", false));
  expect(Math.abs(dyestuff[0]! / 0.1565053420672158 - 1)).toBeLessThan(MIXED_MODELS.dyestuff);
  expect(Math.abs(sum(dyestuff) / 4.695160262016474 - 1)).toBeLessThan(MIXED_MODELS.dyestuff);
  expect(Math.abs(sum(leverage(nativeFit("sleepstudy", false))) / 28.611653305323234 - 1)).toBeLessThan(
    MIXED_MODELS.sleepstudy,
  );
});

test("a balanced one-way layout has the closed form", () => {
  // with mean squares B and W of a groups of n rows, the mean of a group counts (1 - W / B) / n of each of its responses
  const fit = nativeFit("dyestuff");
  const shrink = 1 / (1 + 5 * fit.theta[0]! ** 2);
  leverage(fit).forEach((value) => {
    expect(Math.abs(value / ((1 - shrink) / 5 + shrink / 30) - 1)).toBeLessThan(1e-12);
  });
});

test("without variances a leverage is that of least squares", () => {
  leverage(nativeFit("dyestuff2")).forEach((value) => {
    expect(Math.abs(value - 1 / 30)).toBeLessThan(1e-15);
  });
});

test("a leverage is the derivative of a fitted value in its own response, weights included", () => {
  const table = {
    y: [1, 2.5, 2, 4, 3.5, 6, 5, 7.5, 6, 8.5, 9, 8],
    x: [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 3],
    g: ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "d"],
    w: [1, 2, 1, 2, 1, 0.5, 1, 2, 1, 2, 1, 4],
  };
  const fit = lmm("y ~ x + (1 | g)", table, { weights: "w" });
  const ours = leverage(fit);
  // fitted values are linear in y where theta is held: the effect of one response on its own fitted value
  table.y.forEach((_, i) => {
    const y = table.y.map((__, k) => (k === i ? 1 : 0));
    expect(Math.abs(generalised(table.x, table.g, table.w, y, fit.theta[0]! ** 2)[i]! - ours[i]!)).toBeLessThan(1e-12);
  });
});

/** X beta + Z b of a random intercept with relative variance psi, by Henderson's equations. */
function generalised(
  x: readonly number[],
  g: readonly string[],
  w: readonly number[],
  y: readonly number[],
  psi: number,
): number[] {
  const levels = [...new Set(g)];
  const rows = x.map((value, i) => [1, value, ...levels.map((level) => (level === g[i] ? 1 : 0))]);
  const size = 2 + levels.length;
  const A = Array.from({ length: size }, (_, a) =>
    Array.from({ length: size + 1 }, (__, b) => {
      const sum = rows.reduce((total, row, i) => total + w[i]! * row[a]! * (b < size ? row[b]! : y[i]!), 0);
      return sum + (a === b && a > 1 ? 1 / psi : 0);
    }),
  );
  for (let k = 0; k < size; k++)
    for (let i = 0; i < size; i++) {
      if (i === k) continue;
      const share = A[i]![k]! / A[k]![k]!;
      for (let j = k; j <= size; j++) A[i]![j]! -= share * A[k]![j]!;
    }
  const effects = A.map((row, k) => row[size]! / row[k]!);
  return rows.map((row) => row.reduce((sum, value, k) => sum + value * effects[k]!, 0));
}
