// profile_re of real fits: statsmodels' own profile, whose search stops short, and the true one, found without it.
import { describe, expect, test } from "vitest";
import type { ProfileRecord } from "../../../../tools/fixtures/load-inference.ts";
import { SAME_OPTIMUM, STATSMODELS_TOLERANCE } from "../tolerances.ts";
import { atEstimates, fitOf, inferred, sameNumbers } from "./inference-records.ts";

const profiled = inferred.filter(([, { expected }]) => expected.profile_re.length > 0);

test("several models have profiles", () => {
  expect(profiled.flatMap(([, { expected }]) => expected.profile_re).length).toBeGreaterThanOrEqual(10);
});

describe.each(profiled)("%s", (_, own) => {
  const cases = own.expected.profile_re.map((one): [string, ProfileRecord] => [String(one.arguments.re_ix), one]);

  test.each(cases)("%s by ratio is nowhere below statsmodels' profile, and near it", (__, expected) => {
    const { re_ix, vtype, ...grid } = expected.arguments;
    const rows = atEstimates(own).profile_re(re_ix, vtype, grid);
    expect(rows).toHaveLength(expected.statsmodels.length);
    rows.forEach((row, i) => {
      const [value, llf] = expected.statsmodels[i] as [number, number];
      expect(row[1]).toBeGreaterThan(llf - 1e-8);
      sameNumbers(row, [value, llf], (__, j) => [2e-4 * value, 1e-5][j]!);
    });
  });

  test.each(cases)("%s by variance is the true profile on the same grid", (__, expected) => {
    const { re_ix, vtype, ...grid } = expected.arguments;
    const rows = atEstimates(own).profile_re(re_ix, vtype, { ...grid, profile: "variance" });
    expect(rows).toHaveLength(expected.true.length);
    rows.forEach((row, i) => {
      sameNumbers(row, expected.true[i]!, (size, j) => [1e-10, 1e-10][j]! * Math.abs(size));
    });
  });

  test.each(cases)("%s of the fit is the same profile from another point", (__, expected) => {
    const { re_ix, vtype, ...grid } = expected.arguments;
    const rows = fitOf(own).profile_re(re_ix, vtype, { ...grid, profile: "variance" });
    const middle = grid.num_low;
    rows.forEach((row, i) => {
      const [value, llf] = expected.true[i] as [number, number];
      expect(Math.abs(row[0]! / value - 1)).toBeLessThan(2 * STATSMODELS_TOLERANCE.cov_re);
      // the slope of the profile carries what the grid is moved by
      const other = expected.true[i < middle ? i + 1 : i - 1]!;
      const slope = Math.abs((other[1]! - llf) / (other[0]! - value));
      expect(Math.abs(row[1]! - llf)).toBeLessThan(SAME_OPTIMUM + 2 * slope * Math.abs(row[0]! - value));
    });
  });
});
