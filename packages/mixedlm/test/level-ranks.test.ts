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
