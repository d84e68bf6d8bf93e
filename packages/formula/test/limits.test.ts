import { describe, expect, test } from "vitest";
import { LIMITS, parseFormula, parseMixedFormula } from "../src/index.ts";
import { errorOf } from "./error-of.ts";

const alphabet = "abcdefghijklmnopqrstuvwxyz";
const letters = (n: number, join = " + "): string => Array.from({ length: n }, (_, i) => `a${i}`).join(join);
const nested = (n: number, open = "(", inner = "x"): string => `y ~ ${open.repeat(n)}${inner}${")".repeat(n)}`;

/** Without the limits these would run for minutes, or out of memory; the milliseconds themselves are measured elsewhere. */
const PATIENCE = { timeout: 30_000 };

describe("ends with an error that names the limit", PATIENCE, () => {
  test.each([
    ["5,000 nested parentheses", nested(5000), "nesting"],
    ["5,000 nested calls", nested(5000, "f("), "nesting"],
    ["5,000 brackets that nobody closes", `y ~ ${"[".repeat(5000)}`, "nesting"],
    ["5,000 signs", `y ~ ${"- ".repeat(5000)}1`, "nesting"],
    ["1,000 signs, each with all that follows in its operand", `y ~ ${"x*-".repeat(1000)}x`, "nesting"],
    ["1,000 tildes, each with all that follows in its operand", `y ~ ${"x + ~".repeat(1000)}x`, "nesting"],
    ["5,000 powers of powers", `y ~ I(${"x**".repeat(5000)}x)`, "nesting"],
    ["4,000 operators in one expression", `y ~ I(${"x+".repeat(4000)}x)`, "operators"],
    ["24,000 operators", `y ~ ${"x+".repeat(24_000)}x`, "tokens"],
    ["a megabyte", `y ~ ${"x".repeat(1e6)}`, "characters"],
    ["a megabyte of blanks within", `y ~ ${" ".repeat(1e6)}x`, "characters"],
    ["a power of 26 terms", `y ~ (${letters(26)})**20`, "terms"],
    ["crossing of 40 factors", `y ~ ${letters(40, "*")}`, "terms"],
    ["a power of a power", `y ~ ((${letters(13)})**13)**13`, "products"],
    ["products of 2,400 factors", `y ~ (${letters(2400)}):(${letters(2400, ":")})`, "products"],
    ["nesting of 4,000 factors", `y ~ ${letters(4000, "/")}`, "products"],
  ])("%s", (_, text, limit) => expectLimit(() => parseFormula(text), limit));
});

describe("ends with an error that names the limit, in the extended dialect too", PATIENCE, () => {
  test.each([
    ["5,000 bars", `y ~ ${"(1|g)+".repeat(5000)}x`, "tokens"],
    ["a megabyte of bars", `y ~ ${"|".repeat(1e6)}`, "characters"],
    ["a megabyte of parentheses", "(".repeat(1e6), "characters"],
    ["a megabyte of back-ticks", "`".repeat(1e6), "characters"],
    ["5,000 nested parentheses", nested(5000, "(", "1|g"), "nesting"],
    ["5,000 nested braces", `y ~ ${"{".repeat(5000)}x${"}".repeat(5000)}`, "nesting"],
    ["5,000 powers of powers", `y ~ I(x${"^2".repeat(5000)})`, "nesting"],
    ["a power of 26 terms", `y ~ (${[...alphabet].join("+")})^20`, "terms"],
    ["`%in%` of 4,000 factors", `y ~ ${letters(4000, " %in% ")}`, "products"],
    ["groupings nested 4,000 deep", `y ~ (1 | ${letters(4000, "/")})`, "groupings"],
    ["many terms with many groupings", `y ~ (${letters(12, "*")} || ${letters(90, "/")})`, "terms"],
    ["many bars with many terms", `y ~ ${`(${letters(11, "*")} | g) + `.repeat(300)}1`, "products"],
  ])("%s", (_, text, limit) => expectLimit(() => parseMixedFormula(text), limit));

  test("or an answer: as many blanks as a text can have, before, after and between dots", () => {
    const blanks = " ".repeat(LIMITS.characters - 20);
    for (const text of [`y ~ ${blanks}x`, `y ~ np${blanks}.log(x)`, `y ~ np.${blanks}log(x)`, `y ~ .${blanks}+ x`]) {
      expect(parseFormula(text, { dialect: "extended", columns: ["x"] }).rhs.length).toBeGreaterThan(1);
    }
  });

  test("a `.` for 20,000 columns", () => {
    const columns = Array.from({ length: 20_000 }, (_, i) => `x${i}`);
    expectLimit(() => parseMixedFormula("y ~ . + (1 | g)", { columns }), "terms");
  });
});

function expectLimit(action: () => unknown, limit: string): void {
  const error = errorOf(action);
  expect([error.code, error.data.limit]).toEqual(["limit", limit]);
  expect(error.message.length).toBeLessThan(600);
}

describe("leaves room for real models", () => {
  test("a sum of 3,000 terms", () => {
    expect(parseFormula(`y ~ ${letters(3000)}`).rhs).toHaveLength(3001);
  });

  test("nesting as deep as the limit", () => {
    expect(parseFormula(nested(LIMITS.nesting)).rhs).toHaveLength(2);
    expect(parseFormula(nested(LIMITS.nesting, "f(")).rhs).toHaveLength(2);
    expect(errorOf(() => parseFormula(nested(LIMITS.nesting + 1))).span).toEqual([36, 37]);
  });

  test("many powers and differences side by side, which do not nest", () => {
    const powers = Array.from({ length: 200 }, (_, i) => `(a${i} + b)**2 - b`).join(" + ");
    expect(parseFormula(`y ~ ${powers}`).rhs.length).toBeGreaterThan(400);
  });

  test("many signs side by side, which do not nest", () => {
    expect(parseFormula(`y ~ x${" + -1".repeat(200)}`).rhs).toHaveLength(2);
    expect(parseFormula(`y ~ C(a, levels=[${"-1, ".repeat(200)}2])`).rhs).toHaveLength(2);
  });

  test("1,600 random terms", () => {
    expect(parseMixedFormula(`y ~ ${"(1|g)+".repeat(1600)}x`).random).toHaveLength(1600);
  });

  test("a grouping of 4,000 variables, and as many groupings in each other as the limit", () => {
    expect(parseMixedFormula(`y ~ (1 | ${letters(4000, ":")})`).random).toHaveLength(1);
    expect(parseMixedFormula(`y ~ (1 | ${letters(LIMITS.groupings, "/")})`).random).toHaveLength(LIMITS.groupings);
  });

  test("all interactions of 12 factors", () => {
    expect(parseFormula(`y ~ ${letters(12, "*")}`).rhs).toHaveLength(4096);
  });
});
