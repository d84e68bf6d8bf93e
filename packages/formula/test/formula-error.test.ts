import { describe, expect, test } from "vitest";
import { parseFormula, parseMixedFormula, parseRightSide, underline } from "../src/index.ts";
import { errorOf } from "./error-of.ts";

describe("underline", () => {
  test("draws carets under the span, as patsy does", () => {
    expect(underline("y ~ (a + 1)*b", [9, 10])).toBe("    y ~ (a + 1)*b\n             ^");
    expect(underline("y ~ np.log(nope)", [11, 15])).toBe("    y ~ np.log(nope)\n               ^^^^");
  });

  test("counts code points and gives an empty span one caret", () => {
    expect(underline("😀 ~ te()", [7, 7])).toBe("    😀 ~ te()\n           ^");
  });

  test("draws the neighbourhood in a long text", () => {
    const text = `y ~ ${"x + ".repeat(100)}nope${" + x".repeat(100)}`;
    const [line = "", carets = ""] = underline(text, [404, 408]).split("\n");
    expect(line.length).toBeLessThan(140);
    expect(line.slice(carets.indexOf("^"), carets.length)).toBe("nope");
  });
});

describe("a formula error", () => {
  test("says what is wrong, where, and what to try", () => {
    const error = errorOf(() => parseFormula("y ~ (a + 1)*b"));
    expect(String(error)).toMatchInlineSnapshot(`
      "FormulaError: the intercept cannot interact with anything
          y ~ (a + 1)*b
                   ^
      hint: leave the \`1\` out here; the intercept is in the model unless \`0\` or \`- 1\` removes it"
    `);
  });

  test("is an Error with code, data, span and source", () => {
    const error = errorOf(() => parseFormula("y ~ x + 2"));
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: "FormulaError",
      code: "number",
      data: { number: "2" },
      span: [8, 9],
      source: "y ~ x + 2",
      hint: "arithmetic on values is `I(...)`: `I(2 * x)`",
    });
  });

  test("without a place has no drawing", () => {
    const error = errorOf(() => parseRightSide("y ~ x"));
    expect([error.span, error.source, error.message.includes("^")]).toEqual([null, null, false]);
  });

  test("leaves out the middle of a long text, and keeps it in its data", () => {
    const name = "x".repeat(40_000);
    const error = errorOf(() => parseMixedFormula(name));
    expect([error.code, error.data.formula]).toEqual(["sides", name]);
    expect(error.message).toMatch(/^the formula `x{30,}\.\.\.x{15,}` has no left side: a model needs a response\nhint/);
    expect(error.message.length).toBeLessThan(700);
  });
});
