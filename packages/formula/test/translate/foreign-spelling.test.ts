import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Factor, parseFormula, parseMixedFormula } from "../../src/index.ts";
import { type ForeignLanguage, spellFactor } from "../../src/translate/foreign-spelling.ts";
import { julia } from "../../src/translate/julia-spelling.ts";
import { R } from "../../src/translate/r-spelling.ts";
import { errorOf } from "../error-of.ts";

interface Pair {
  readonly patsy: string;
  readonly r: string;
  readonly difference: number;
}

const file = new URL("../../../../fixtures/translations/factors.json", import.meta.url);
const pairs = JSON.parse(readFileSync(file, "utf8")) as readonly Pair[];

function spelled(text: string, language: ForeignLanguage): string {
  const { source, rhs } = parseFormula(text, { dialect: "extended" });
  return spellFactor(rhs[1]?.factors[0] as Factor, source, language);
}

/** What an error underlines. */
function refused(text: string, language: ForeignLanguage): string {
  const { code, span, source } = errorOf(() => spelled(text, language));
  expect(code).toBe("untranslatable");
  return [...(source ?? "")].slice(...(span ?? [0, 0])).join("");
}

describe("R", () => {
  test.each(pairs)("writes `$patsy` as `$r`, whose columns are the same", ({ patsy, r, difference }) => {
    expect(spelled(patsy, R)).toBe(r);
    expect(difference).toBeLessThan(1e-15);
  });

  test.each([
    ["`my x`", "`my x`"],
    ["{x^2}", "I(x^2)"],
    ["poly(x, 2)", "poly(x, 2)"],
    ["poly(x, degree=3, raw=True)", "poly(x, 3, raw = TRUE)"],
    ["scale(x, scale = FALSE)", "scale(x, scale = FALSE)"],
    ["scale(x, scale = TRUE)", "scale(x, scale = TRUE)"],
    ["Q('a`b\\\\c')", "`a\\`b\\\\c`"],
    ["Q('TRUE')", "`TRUE`"],
    ["`next`", "`next`"],
    ["my.var", "my.var"],
    ["`class`", "class"],
    ["`_x`", "`_x`"],
    ["`np.x`", "`np.x`"],
    ["`.5x`", "`.5x`"],
    ["relevel(factor(a, levels = c('p', 'q')), ref = 'q')", 'relevel(factor(a, levels = c("p", "q")), ref = "q")'],
    ["C(factor(a), contr.sum)", "C(factor(a), contr.sum)"],
    ["C(C(C(a, Sum)), levels=['q', 'p'])", 'C(factor(a, levels = c("q", "p")), contr.sum)'],
    ["log(my.var)", "log(my.var)"],
  ])("writes `%s` of the extended dialect as `%s`", (text, r) => expect(spelled(text, R)).toBe(r));

  test.each([
    ["x > 0", "x > 0"],
    ["I(z + (x == 1))", "(x == 1)"],
    ["I(flag & other)", "flag & other"],
    ["I(~flag)", "~flag"],
    ["standardize(x)", "standardize(x)"],
    ["np.log(scale(x))", "scale(x)"],
    ["standardize(x, rescale=False)", "standardize(x, rescale=False)"],
    ["bs(x, df=4)", "bs(x, df=4)"],
    ["cr(x, df=4)", "cr(x, df=4)"],
    ["lag(x)", "lag(x)"],
    ["np.cbrt(x)", "np.cbrt(x)"],
    ["np.mean(x)", "np.mean(x)"],
    ["np.log(x, z)", "np.log(x, z)"],
    ["np.round(x, decimals=1)", "np.round(x, decimals=1)"],
    ["I(np.euler_gamma * x)", "np.euler_gamma"],
    ["I(5)", "I(5)"],
    ["I('a')", "'a'"],
    ["I([x, z])", "[x, z]"],
    ["np.log(C(a))", "C(a)"],
    ["C(a, Diff)", "Diff"],
    ["C(a, Treatment(2))", "Treatment(2)"],
    ["C(a, Sum(omit='b'))", "Sum(omit='b')"],
    ["C(a, [[1], [0]])", "[[1], [0]]"],
    ["C(a, levels=order)", "order"],
    ["C(a, levels=[None])", "None"],
    ["C(x > 1)", "x > 1"],
  ])("has no `%s`, because of `%s`", (text, part) => expect(refused(text, R)).toBe(part));
});

// As documented for StatsModels.jl 0.7 and Julia 1.x.
describe("Julia", () => {
  test.each([
    ["x", "x"],
    ["I(x ** 2)", "protect(x^2)"],
    ["I((x + z) * -w)", "protect((x + z) * -w)"],
    ["I(-x ** 2)", "protect(-x^2)"],
    ["n % 3", "mod(n, 3)"],
    ["I(n // 2 + 1)", "protect(fld(n, 2) + 1)"],
    ["np.log(x + 1)", "log(x + 1)"],
    ["np.cbrt(x)", "cbrt(x)"],
    ["np.exp2(x)", "exp2(x)"],
    ["np.maximum(x, z)", "max(x, z)"],
    ["I(np.pi * x)", "protect(3.141592653589793 * x)"],
    ["`my x`", 'var"my x"'],
    ["Q('end')", 'var"end"'],
    ["Q('a$b')", 'var"a\\$b"'],
    ["C(a)", "a"],
  ])("writes `%s` as `%s`", (text, written) => expect(spelled(text, julia(new Map()))).toBe(written));

  test.each([
    ["x > 0", "x > 0"],
    ["center(x)", "center(x)"],
    ["scale(x)", "scale(x)"],
    ["poly(x, 2)", "poly(x, 2)"],
    ["C(a, Sum)", "C(a, Sum)"],
    ["C(a, levels=['b', 'a'])", "C(a, levels=['b', 'a'])"],
    ["C(np.floor(x))", "C(np.floor(x))"],
  ])("has no `%s`, because of `%s`", (text, part) => expect(refused(text, julia(new Map()))).toBe(part));

  test("is told which columns `C()` makes categories, and of what reference", () => {
    const codings = new Map<string, string | null>();
    for (const text of ["C(a)", "C(b, Treatment('b2'))", "C(a, Treatment)"]) spelled(text, julia(codings));
    expect([...codings]).toEqual([
      ["a", null],
      ["b", "b2"],
    ]);
    expect(refused("C(a, Treatment('a2'))", julia(codings))).toBe("C(a, Treatment('a2'))");
  });
});

test("a message says what is in the way, where, and what would be right", () => {
  const { source, rhs } = parseMixedFormula("y ~ standardize(x) + (1 | g)").fixed;
  const error = errorOf(() => spellFactor(rhs[1]?.factors[0] as Factor, source, R));
  expect(error.message).toMatchInlineSnapshot(`
    "the standard deviation here divides by n, that of \`scale(x)\` in lme4 by n - 1
        y ~ standardize(x) + (1 | g)
            ^^^^^^^^^^^^^^
    hint: \`standardize(x, ddof=1)\` divides by n - 1 here too"
  `);
  expect(errorOf(() => spelled("x > 0", R)).message).toMatchInlineSnapshot(`
    "\`>\` counts a missing value as false, and lme4 drops its row
        x > 0
        ^^^^^
    hint: make the column in the table first"
  `);
  expect(errorOf(() => spelled("C(a, Diff)", R)).message).toMatchInlineSnapshot(`
    "this coding of a category has no counterpart in lme4 that is the same for all data
        C(a, Diff)
             ^^^^
    hint: \`C(a)\` and \`C(a, Treatment('level'))\` can"
  `);
  expect(errorOf(() => spelled("bs(x)", R)).message).toMatchInlineSnapshot(`
    "\`bs(x)\` has no exact counterpart in lme4
        bs(x)
        ^^^^^"
  `);
});
