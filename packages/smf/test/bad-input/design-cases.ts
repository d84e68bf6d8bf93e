// Models that the data cannot identify: the response, predictors, random parts, and what is left of the rows.
import { lmm } from "mixedlm";
import { mixedlm } from "../../src/index.ts";
import { many, modelInBoth, refused, table, tableInBoth, untyped } from "./inputs.ts";
import type { BadInput } from "./run-cases.ts";

const some = many.slice(0, 1500);

/** Each is refused. */
export const designCases: readonly BadInput[] = [
  ...tableInBoth(
    "a constant response",
    () => ({ ...table, y: table.y.map(() => 3) }),
    "constant-response",
    "the response `y` is 3 in every row: there is no variation to model",
  ),
  ...tableInBoth(
    "a response that varies less than its digits",
    () => ({ ...table, y: table.y.map((v) => 1e9 + v * 1e-9) }),
    "constant-response",
    "the response `y` is 1000000000 in every row: there is no variation to model",
  ),
  ...modelInBoth(
    "a response that is constant in each group",
    "y ~ 1",
    () => ({ ...table, y: table.g.map((own) => own.charCodeAt(1)) }),
    "perfect-fit",
    "fixed and random effects together reproduce `y` exactly: inside the groups of `g` no residual variation is left, and the likelihood grows without end; use fewer random effects, or another response",
  ),
  ...modelInBoth(
    "the response as predictor",
    "y ~ y",
    () => table,
    "perfect-fit",
    "the fixed effects reproduce `y` exactly: no residual variation is left for random effects; remove a predictor that determines the response",
  ),
  ...modelInBoth(
    "twice the response as predictor",
    "y ~ x + I(2 * y)",
    () => table,
    "perfect-fit",
    "the fixed effects reproduce `y` exactly: no residual variation is left for random effects; remove a predictor that determines the response",
  ),
  refused(
    "a category as response, lmm",
    () => untyped.lmm("g ~ x + (1 | g)", table),
    "response",
    "the response has 4 columns (g[g1], g[g2], g[g3], g[g4]), expected one; a boolean or string variable becomes a column a level: convert it to numbers",
    "    g ~ x + (1 | g)",
    "    ^",
  ),
  refused(
    "a category as response, mixedlm",
    () => untyped.mixedlm("g ~ x", table, "g").fit(),
    "response",
    "the response has 4 columns (g[g1], g[g2], g[g3], g[g4]), expected one; a boolean or string variable becomes a column a level: convert it to numbers",
    "    g ~ x",
    "    ^",
  ),
  refused(
    "two responses, lmm",
    () => untyped.lmm("y + z ~ x + (1 | g)", table),
    "response",
    "the response has 2 columns (y, z), expected one; a boolean or string variable becomes a column a level: convert it to numbers",
    "    y + z ~ x + (1 | g)",
    "    ^",
  ),
  refused(
    "two responses, mixedlm",
    () => untyped.mixedlm("y + z ~ x", table, "g").fit(),
    "response",
    "the response has 2 columns (y, z), expected one; a boolean or string variable becomes a column a level: convert it to numbers",
    "    y + z ~ x",
    "    ^",
  ),
  ...modelInBoth(
    "a spline through every value of the response",
    "y ~ bs(y, df=10)",
    () => table,
    "perfect-fit",
    "the fixed effects reproduce `y` exactly: no residual variation is left for random effects; remove a predictor that determines the response",
  ),
  ...modelInBoth(
    "a fixed effect for each row",
    "y ~ C(y)",
    () => table,
    "too-few-rows",
    "12 rows cannot estimate 12 fixed effects and a residual variance; at least 13 rows are needed",
  ),
  ...modelInBoth(
    "a perfect fit",
    "w ~ x",
    () => ({ ...table, w: table.x.map((v) => 2 + 3 * v) }),
    "perfect-fit",
    "the fixed effects reproduce `w` exactly: no residual variation is left for random effects; remove a predictor that determines the response",
  ),
  ...modelInBoth(
    "a fit that is perfect up to rounding",
    "w ~ x",
    () => ({ ...table, w: table.x.map((v, i) => 2 + 3 * v + 1e-13 * (i % 3)) }),
    "perfect-fit",
    "the fixed effects reproduce `w` exactly: no residual variation is left for random effects; remove a predictor that determines the response",
  ),
  refused(
    "no complete row, lmm",
    () =>
      untyped.lmm("y ~ x + (1 | g)", {
        ...table,
        x: table.x.map((v, i) => (i % 2 === 0 ? v : null)),
        y: table.y.map((v, i) => (i % 2 === 0 ? null : v)),
      }),
    "no-rows",
    "no row is complete: of 12 rows, values are missing (`y` in 6, `x` in 6)",
    "    y ~ x + (1 | g)",
    "    ^",
  ),
  refused(
    "no complete row, mixedlm",
    () =>
      untyped
        .mixedlm(
          "y ~ x",
          {
            ...table,
            x: table.x.map((v, i) => (i % 2 === 0 ? v : null)),
            y: table.y.map((v, i) => (i % 2 === 0 ? null : v)),
          },
          "g",
        )
        .fit(),
    "missing-values",
    '12 of 12 rows lack a value (`y` in 6, `x` in 6); drop them with missing: "drop", or fill them in',
    "    y ~ x",
    "    ^",
  ),
  refused(
    "an infinite random slope, lmm",
    () => untyped.lmm("y ~ x + (w | g)", { ...table, w: table.x.map(() => Number.POSITIVE_INFINITY) }),
    "not-finite",
    "column `w` has an infinite value, or values so large that their squares overflow; remove or rescale it",
  ),
  refused(
    "an infinite random slope, mixedlm",
    () =>
      untyped
        .mixedlm("y ~ x", { ...table, w: table.x.map(() => Number.POSITIVE_INFINITY) }, "g", { re_formula: "w" })
        .fit(),
    "not-finite",
    "column `w` has an infinite value, or values so large that their squares overflow; remove or rescale it",
  ),
  refused(
    "a predictor and its double, mixedlm",
    () => mixedlm("y ~ x + I(2 * x)", table, "g").fit(),
    "rank-deficient",
    "the fixed effects are not independent: column `I(2 * x)` is a combination of the columns before it (Intercept, x); remove it from the formula",
  ),
  refused(
    "a constant predictor, mixedlm",
    () => mixedlm("y ~ w", { ...table, w: table.x.map(() => 7) }, "g").fit(),
    "rank-deficient",
    "the fixed effects are not independent: column `w` is a combination of the columns before it (Intercept); remove it from the formula",
  ),
  refused(
    "predictors that differ by 1e-9, mixedlm",
    () => mixedlm("y ~ x + w", { ...table, w: table.x.map((v, i) => v + i * 1e-9) }, "g").fit(),
    "rank-deficient",
    "the fixed effects are not independent: column `w` is a combination of the columns before it (Intercept, x); remove it from the formula",
  ),
  refused(
    "a level that nobody has, mixedlm",
    () => mixedlm("y ~ C(a, levels=['p', 'q', 'r', 's'])", table, "g").fit(),
    "rank-deficient",
    "the fixed effects are not independent: column `C(a, levels=['p', 'q', 'r', 's'])[T.s]` is a combination of the columns before it (Intercept, C(a, levels=['p', 'q', 'r', 's'])[T.q], C(a, levels=['p', 'q', 'r', 's'])[T.r]); remove it from the formula",
  ),
  refused(
    "a contrast of zeros, mixedlm",
    () => mixedlm("y ~ C(a, [[0], [0], [0]])", table, "g").fit(),
    "rank-deficient",
    "the fixed effects are not independent: column `C(a, [[0], [0], [0]])[custom0]` is a combination of the columns before it (Intercept); remove it from the formula",
  ),
  refused(
    "more columns than rows, mixedlm",
    () => mixedlm("y ~ a * g * x * z", table, "g").fit(),
    "too-few-rows",
    "12 rows cannot estimate 48 fixed effects and a residual variance; at least 49 rows are needed",
  ),
  refused(
    "more columns than rows, lmm",
    () => lmm("y ~ a * g * x * z + (1 | g)", table),
    "too-few-rows",
    "12 rows cannot estimate 12 fixed effects and a residual variance; at least 13 rows are needed",
  ),
  refused(
    "4,000 levels in 4,000 rows, mixedlm",
    () => mixedlm("y ~ C(x)", { y: many.map((i) => Math.sin(i)), x: many, g: many.map((i) => i % 7) }, "g").fit(),
    "too-few-rows",
    "4000 rows cannot estimate 4000 fixed effects and a residual variance; at least 4001 rows are needed",
  ),
  refused(
    "1,500 levels in 1,500 rows, lmm",
    () => lmm("y ~ C(x) + (1 | g)", { y: some.map((i) => Math.sin(i)), x: some, g: some.map((i) => i % 7) }),
    "too-few-rows",
    "1500 rows cannot estimate 1500 fixed effects and a residual variance; at least 1501 rows are needed",
  ),
  refused(
    "the response as group, lmm",
    () => lmm("y ~ x + (1 | y)", table),
    "unidentified",
    "the random effects of `y` (12 levels, 12 rows) cannot be told apart from the residual: every arrangement of the two variances fits equally well; use a grouping factor with repeated rows",
  ),
  refused(
    "the response as random slope, lmm",
    () => lmm("y ~ (y | g)", table),
    "perfect-fit",
    "fixed and random effects together reproduce `y` exactly: inside the groups of `g` no residual variation is left, and the likelihood grows without end; use fewer random effects, or another response",
  ),
  refused(
    "as many random effects as rows, lmm",
    () => lmm("y ~ (a | g)", table),
    "unidentified",
    "the random effects of `g` (4 levels, 12 rows) cannot be told apart from the residual: every arrangement of the two variances fits equally well; use a grouping factor with repeated rows",
  ),
  refused(
    "a component for each row",
    () => mixedlm("y ~ x", table, "g", { vc_formula: { v: "0 + g:a" } }).fit(),
    "unidentified",
    "the variance component `v` has a level for each of the 12 rows and cannot be told apart from the residual: every arrangement of the two variances fits equally well; remove it",
  ),
  refused(
    "nothing random but components that are nothing",
    () => mixedlm("y ~ x", table, "g", { re_formula: "0", vc_formula: { v: "0 + C(a)" } }).fit(),
    "no-random-terms",
    "the formula `0` of the random effects has no terms: nothing would be random",
    "hint: `1` gives a random intercept",
  ),
  refused(
    "one group left",
    () =>
      untyped
        .mixedlm("y ~ x", { ...table, y: table.y.map((v, i) => (i < 3 ? v : null)) }, "g", { missing: "drop" })
        .fit(),
    "one-group",
    "grouping factor `g` has 1 level (g1); a random effect needs at least 2, a single group can only hold variance components",
  ),
  refused(
    "a row of each group left",
    () => untyped.lmm("y ~ x + (1 | g)", { ...table, y: table.y.map((v, i) => (i % 3 === 0 ? v : null)) }),
    "unidentified",
    "the random effects of `g` (4 levels, 4 rows) cannot be told apart from the residual: every arrangement of the two variances fits equally well; use a grouping factor with repeated rows",
  ),
  refused(
    "a subset of no rows",
    () => mixedlm("y ~ x", table, "g", { subset: () => false }).fit(),
    "subset-empty",
    "subset selects none of the 12 rows; at least one has to stay",
  ),
];
