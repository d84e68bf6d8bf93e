// Fits whose answer is known to many digits beforehand.
import { describe, expect, test } from "vitest";
import { mixedlm } from "../../src/index.ts";

const SIZES = [3, 5, 2, 4, 6, 3, 2, 4];
const LEVELS = [4, -7, 1, 9, -3, -8, 6, -2];
const ERRORS = [2, -1, 3, 0, -2, 1, -3];

/** Unbalanced groups with `spread` between their levels, a covariate of slope one, and errors of about 2. */
function groupsApart(spread: number): { y: number[]; x: number[]; g: number[] } {
  const g = SIZES.flatMap((size, k) => new Array<number>(size).fill(k));
  const x = g.map((_, i) => ((i + 1) * 7) % 10);
  const y = g.map((k, i) => spread * LEVELS[k]! + x[i]! + ERRORS[((i + 1) * 5) % 7]!);
  return { y, x, g };
}

/** From the closed form of the likelihood in one variance ratio, maximised with mpmath at 50 digits. */
const OPTIMA: [spread: number, reml: boolean, llf: number, scale: number, slope: number, variance: number][] = [
  [1, true, -74.683594541928, 4.81222152807, 0.974667739595, 30.4195393687],
  [1, false, -75.333397269296, 4.58439354101, 0.974863780612, 26.4752704111],
  [100, true, -107.46094524087, 4.82448364569, 0.972232204815, 370777.851225],
  [100, false, -112.79878662126, 4.59474652499, 0.972235290783, 324430.461534],
  [1e3, true, -123.58455167658, 4.82448429839, 0.972200803693, 37136353.5959],
  [1e3, false, -131.22576597343, 4.59474695281, 0.97220111271, 32494309.238],
  [1e4, true, -139.70319880016, 4.82448430487, 0.972197658892, 3714220682.49],
  [1e4, false, -149.64707697749, 4.59474695704, 0.972197689797, 3249943097.02],
];

describe("groups far apart are an ordinary fit", () => {
  test.each(OPTIMA)("spread %d, REML %s", (spread, reml, llf, scale, slope, variance) => {
    const { fit } = mixedlm("y ~ x", groupsApart(spread), "g").fit({ reml });
    expect(fit.status.kind).toBe("interior");
    // sums of squares between groups and within are subtracted: digits go with the square of the spread
    const noise = 1e-12 * Math.max(1, spread) ** 2;
    expect(Math.abs(fit.logLik - llf)).toBeLessThan(1e-8 + noise);
    expect(Math.abs(fit.sigma ** 2 / scale - 1)).toBeLessThan(1e-6 + noise);
    expect(Math.abs(fit.beta[1]! - slope)).toBeLessThan(1e-7 + noise);
    expect(Math.abs((fit.estimates.psi[0]!.data[0]! * fit.sigma ** 2) / variance - 1)).toBeLessThan(1e-4 + noise);
  });
});
