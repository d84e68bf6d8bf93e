// Levels with fewer rows than random columns, found by random models: what is left of columns that do not vary in a level
// is rounding error, and must count as nothing.
import { describe, expect, test } from "vitest";
import { lmm } from "../src/index.ts";
import { uniform } from "./models.ts";
import { denseFit } from "./oracle.ts";

/** The categories of each level's rows. */
const LEVELS =
  "eac ed ad cda fb bbd cfcc faec fce fb d bb bdd d d adb ed cfd cc a bef d cd e f c cd dd e af dd e b ff c b ff b".split(
    " ",
  );
const a = LEVELS.join("").split("");
const codes = LEVELS.flatMap((rows, l) => new Array<number>(rows.length).fill(l));
const random = uniform(730);
const y = a.map((category) => 10 * random() + (category === "c" ? 30 * random() : 0));

describe("six random columns in levels of one to four rows", () => {
  test.each([true, false])("the criterion is that of the dense covariance matrix: reml %s", (reml) => {
    const fit = lmm("y ~ 1 + (1 + a | g)", { y, a, g: codes.map((l) => `L${l}`) }, { reml });
    const psi = fit.terms[0].covariance.map((row) => row.map((value) => value / fit.sigma ** 2));
    const q = 6 * LEVELS.length;
    const G = Array.from({ length: q }, (_, i) =>
      Array.from({ length: q }, (__, j) => (Math.floor(i / 6) === Math.floor(j / 6) ? psi[i % 6][j % 6] : 0)),
    );
    const columns = ["", "b", "c", "d", "e", "f"];
    const Z = a.map((category, i) => {
      const row = new Array<number>(q).fill(0);
      for (const [j, own] of columns.entries()) row[6 * codes[i] + j] = j === 0 || own === category ? 1 : 0;
      return row;
    });
    const dense = denseFit({ y, X: y.map(() => [1]), Z }, G, reml);
    expect(fit.terms[0].names).toEqual(["Intercept", "a[T.b]", "a[T.c]", "a[T.d]", "a[T.e]", "a[T.f]"]);
    expect(Math.abs(fit.objective - dense.objective)).toBeLessThan(1e-9 * Math.abs(dense.objective));
    expect(fit.sigma).toBeCloseTo(Math.sqrt(dense.sigma2), 8);
  });
});

/** Fifteen levels and ten, crossed in part; few of the second have rows of all categories. */
const crossed = {
  y: [
    9.904, -12.849, 63.041, -6.697, -24.501, -18.077, 15.694, -10.821, 9.055, 55.766, -23.126, 24.666, -6.22, 44.526,
    -18.437, 69.485, 5.897, 4.451, 58.253, 20.328, -42.271,
  ],
  x: [
    -0.34, -0.673, 0.141, 2.773, 1.157, 1.483, 0.808, -0.902, 0.205, -0.992, 1.351, -0.269, -1.272, -0.222, 0.054,
    1.254, 0.996, 1.714, -1.016, 0.079, 0.228,
  ],
  a: [..."aabcbcbbbcabbaacbbbba"],
  g: [0, 1, 2, 2, 3, 4, 5, 5, 6, 6, 7, 8, 9, 9, 10, 11, 12, 12, 13, 13, 14],
  h: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0],
};

describe("levels of two crossed factors without rows of some category", () => {
  test.each([true, false])("the criterion is that of the dense covariance matrix: reml %s", (reml) => {
    const { y: response, x, a: category, g, h } = crossed;
    const fit = lmm("y ~ 1 + (1 + x | g) + (1 + a | h)", crossed, { reml });
    const columns = [x.map((own) => [1, own]), category.map((own) => [1, own === "b" ? 1 : 0, own === "c" ? 1 : 0])];
    const starts = [0, 2 * 15];
    const q = starts[1] + 3 * 10;
    const Z = response.map((_, i) => {
      const row = new Array<number>(q).fill(0);
      for (const [t, codesOf] of [g, h].entries())
        for (const [j, value] of columns[t][i].entries()) row[starts[t] + codesOf[i] * (t + 2) + j] = value;
      return row;
    });
    const G = Array.from({ length: q }, () => new Array<number>(q).fill(0));
    for (const [t, { covariance }] of fit.terms.entries())
      for (let first = starts[t]; first < (starts[t + 1] ?? q); first += t + 2)
        for (const [i, row] of covariance.entries())
          for (const [j, value] of row.entries()) G[first + i][first + j] = value / fit.sigma ** 2;
    const dense = denseFit({ y: response, X: response.map(() => [1]), Z }, G, reml);
    expect(Math.abs(fit.objective - dense.objective)).toBeLessThan(1e-9 * Math.abs(dense.objective));
  });
});
