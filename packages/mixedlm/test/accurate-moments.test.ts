// Columns that repeat others exactly, where their values lie so far apart that products alone cannot tell: found by random
// models. And random effects that leave the likelihood without a maximum.
import { category } from "@mixedlm/design";
import { describe, expect, test } from "vitest";
import { lmm } from "../src/index.ts";
import { uniform } from "./models.ts";
import { denseFit } from "./oracle.ts";

/** Squares from 0.001 to 9376; nobody is of the first two categories. */
const x = [
  0.03322140032880961, 0.10933935348523464, -0.21858693648818653, -2.2050435464174893, -12.779798946926839,
  1.2500055960622647, 8.70826145609699, 96.83212372527495, 1.6985666444893217, 0.7455133732389614, 0.32075625494924204,
];
const c = category([..."abcdabcdabc"], ["f", "e", "d", "c", "b", "a"]);
const g = [..."00011223344"];
const y = [2, -23, -40, 67, 31, 21, 29, -10, -12, -55, 6];

describe("a category without rows of its reference, beside its products with a heavy-tailed column", () => {
  const fit = lmm("y ~ c * I(x ** 2) + (1 | g)", { y, x, c, g }, { reml: false });

  test("every column that is a combination of others is left out", () => {
    expect(fit.dropped).toEqual(["c[T.e]", "c[T.a]", "c[T.e]:I(x ** 2)", "c[T.a]:I(x ** 2)"]);
  });

  test("the criterion is the dense one of a mean and a slope in each category", () => {
    const X = [..."abcdabcdabc"].map((own, i) =>
      [..."abcd"].flatMap((level) => (level === own ? [1, (x[i] / 10) ** 2] : [0, 0])),
    );
    const Z = g.map((own) => [..."01234"].map((level) => (level === own ? 1 : 0)));
    const v = fit.theta[0] ** 2;
    const G = Z[0].map((_, i) => Z[0].map((__, j) => (i === j ? v : 0)));
    expect(fit.objective).toBeCloseTo(denseFit({ y, X, Z }, G, false).objective, 8);
  });
});

test.each([0.1, 1e-3, 40])("a constant column of %d is kept, and is the intercept in other units", (value) => {
  const random = uniform(5);
  const year = Array.from({ length: 40 }, (_, i) => 1990 + (i % 17));
  const own = {
    y: year.map((x, i) => 0.1 * (x - 2000) + (i % 8) + random()),
    year,
    k: year.map(() => value),
    g: year.map((_, i) => i % 8),
  };
  // year and its square are so near to each other that products are taken of combinations
  const wanted = lmm("y ~ year + I(year ** 2) + (1 | g)", own, { reml: false });
  const found = lmm("y ~ 0 + k + year + I(year ** 2) + (1 | g)", own, { reml: false });
  expect(found.dropped).toEqual([]);
  expect(found.objective).toBeCloseTo(wanted.objective, 8);
  expect(found.beta[0] * value).toBeCloseTo(wanted.beta[0], 6);
});

test("a likelihood that grows without end, as random effects of lower rank can repeat all rows, has no estimates", () => {
  let refused = 0;
  for (const seed of [3, 6, 9, 12, 16]) {
    const random = uniform(seed);
    const column = (): number[] => Array.from({ length: 9 }, () => 2 * random() - 1);
    const table = { y: column(), x: column(), z: column(), g: [0, 0, 0, 1, 1, 1, 2, 2, 2] };
    try {
      const { status, sigma } = lmm("y ~ 1 + (x + z | g)", table);
      // where all three effects vary freely the likelihood has a limit
      if (status.directions.includes("the residual variance is 0")) expect(status.directions).toHaveLength(1);
      else expect(sigma).toBeGreaterThan(1e-3);
    } catch (error) {
      expect(error).toMatchObject({ name: "FitError", code: "perfect-fit" });
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(0);
});
