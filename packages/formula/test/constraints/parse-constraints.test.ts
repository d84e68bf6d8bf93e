import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormulaError, type FormulaErrorCode, LIMITS, parseConstraints, type Span } from "../../src/index.ts";
import { errorOf } from "../error-of.ts";

interface Recorded {
  readonly id: string;
  readonly kind?: string;
  readonly constraint: string;
  readonly names: readonly string[];
  readonly coefs?: readonly (readonly number[])[];
  readonly constants?: readonly number[];
  readonly error?: { readonly class: string; readonly message: string; readonly span: Span | null };
}

const read = (file: string): Recorded[] =>
  JSON.parse(readFileSync(new URL(`../../../../fixtures/${file}`, import.meta.url), "utf8")).cases;
const corpus = read("formula/cases.json").filter(({ kind }) => kind === "constraint");
const random = read("constraints/cases.json");

/** patsy's message -> the codes that say the same here. */
const CODES: readonly (readonly [start: string, codes: readonly FormulaErrorCode[]])[] = [
  ["unrecognized token", ["unknown-name", "bad-character"]],
  ["Can't multiply", ["constraint-product"]],
  ["Can't divide", ["constraint-quotient"]],
  ["no variables appear", ["constraint-constant"]],
  ["term is constant", ["constraint-constant"]],
  ["unexpected constraint object", ["constraint-nested"]],
  ["expected a noun, not ')'", ["missing-operand"]],
  ["expected a noun, not", ["unexpected-operator"]],
  ["expected a noun, but instead", ["missing-operand"]],
  ["expected an operator", ["unexpected-noun"]],
  ["Unmatched", ["unclosed-paren"]],
  ["missing '('", ["unmatched-close"]],
  ["list index out of range", ["constraint-empty"]],
  ["divide by zero", ["constraint-number"]],
  ["invalid value", ["constraint-number"]],
];

function replay({ constraint, names, coefs, constants, error }: Recorded): void {
  if (error === undefined) {
    expect(parseConstraints(constraint, names)).toEqual({ names, coefs, constants });
    return;
  }
  const found = errorOf(() => parseConstraints(constraint, names));
  expect(CODES.find(([start]) => error.message.startsWith(start))?.[1]).toContain(found.code);
  if (error.class === "PatsyError") expect(found.span).toEqual(error.span);
}

describe("patsy's rows, and errors at patsy's places", () => {
  test.each(corpus)("$id: $constraint", replay);

  test("for random constraints over awkward names", () => {
    expect(random).toHaveLength(800);
    for (const one of random) {
      try {
        replay(one);
      } catch (cause) {
        throw new Error(`${one.id}: ${one.constraint} over ${one.names.join(" | ")}`, { cause });
      }
    }
  });
});

const NAMES = ["Intercept", "x", "x:z", "a[T.b]", "np.log(z)"];

describe("an error says what would be right", () => {
  const said = (text: string): string => errorOf(() => parseConstraints(text, NAMES)).message;

  test("a misspelt name, with the nearest one", () => {
    expect(said("x = a[T.c]")).toMatchInlineSnapshot(`
      "\`a[T.c]\` is not among the names (Intercept, x, x:z, a[T.b], np.log(z))
          x = a[T.c]
              ^
      hint: did you mean \`a[T.b]\`?"
    `);
    const { data } = errorOf(() => parseConstraints("np.lg(z)+x = 1", NAMES));
    expect(data).toMatchObject({ name: "np.lg(z)", candidates: ["np.log(z)"] });
    expect(errorOf(() => parseConstraints("2*xy = 1", NAMES)).data.name).toBe("xy");
  });

  test("a stray character", () => {
    expect(said("x = 0; x:z = 0")).toMatchInlineSnapshot(`
      "the character \`;\` has no meaning in a constraint
          x = 0; x:z = 0
               ^
      hint: constraints are separated by \`,\`"
    `);
  });

  test("a product, and a constraint inside arithmetic", () => {
    expect(said("x * x:z = 1")).toMatchInlineSnapshot(`
      "a name times a name is not linear; one operand of \`*\` must be a number
          x * x:z = 1
          ^^^^^^^"
    `);
    expect(said("2 * (x = 1)")).toMatchInlineSnapshot(`
      "a constraint cannot be part of a sum, a product or another constraint
          2 * (x = 1)
              ^^^^^^^
      hint: \`=\` and \`,\` stand outside the arithmetic: \`x = 1, z = 1\`"
    `);
  });

  test("a division by zero, which has no number", () => {
    expect(errorOf(() => parseConstraints("x = 1, 2*x/(1 - 1) = 0", NAMES))).toMatchObject({
      code: "constraint-number",
      span: [7, 18],
    });
    expect(errorOf(() => parseConstraints("x = 1e999", NAMES)).code).toBe("constraint-number");
  });

  test("on one line, where the text has several", () => {
    expect(errorOf(() => parseConstraints("x = 1,\nx x", NAMES)).source).toBe("x = 1, x x");
  });
});

describe("any text ends, in an error where it is no constraint", { timeout: 30_000 }, () => {
  test.each([
    ["characters", "x".repeat(1e6)],
    ["tokens", "x+".repeat(15_000)],
    ["nesting", "(".repeat(5000)],
    ["nesting", `${"-".repeat(5000)}x`],
    ["nesting", `${"(".repeat(LIMITS.nesting + 1)}x${")".repeat(LIMITS.nesting + 1)}`],
  ])("too many %s", (limit, text) => {
    const { code, data } = errorOf(() => parseConstraints(text, NAMES));
    expect({ code, limit: data.limit }).toEqual({ code: "limit", limit });
  });

  test("nesting as deep as the limit, and sums as long", () => {
    const nested = `${"(".repeat(LIMITS.nesting)}x${")".repeat(LIMITS.nesting)}`;
    expect(parseConstraints(nested, NAMES).coefs).toEqual([[0, 1, 0, 0, 0]]);
    const names = Array.from({ length: 4000 }, (_, i) => `b${i}`);
    expect(parseConstraints(names.join("+"), names).coefs).toEqual([names.map(() => 1)]);
    expect(parseConstraints(names.slice(0, 500).join(","), names).constants).toHaveLength(500);
  });

  test("random texts", () => {
    const piece = fc.constantFrom(...NAMES, ..."()=,+-*/", "2", " ", "1e3", "\ud835", "𝒳", "~", "\n");
    const text = fc.oneof(
      fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join("")),
      fc.string(),
    );
    fc.assert(
      fc.property(text, (constraint) => {
        try {
          const { coefs, constants } = parseConstraints(constraint, NAMES);
          return [...coefs.flat(), ...constants].every(Number.isFinite) && coefs.length === constants.length;
        } catch (error) {
          if (!(error instanceof FormulaError)) throw error;
          const [start, end] = error.span ?? [0, 1];
          return error.span === null || (0 <= start && start < end && end <= [...constraint].length);
        }
      }),
      { numRuns: 2000, seed: 7 },
    );
  });
});

test("rows written out are read back", () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map((value) => value + 0);
  const row = fc
    .tuple(fc.array(number, { minLength: NAMES.length, maxLength: NAMES.length }), number)
    .filter(([coefs]) => coefs.some((coef) => coef !== 0));
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), (rows) => {
      const text = rows.map(([coefs, constant]) => {
        const sum = coefs.map((coef, j) => `${coef} * ${NAMES[j]}`).join(" + ");
        return `${sum} = ${constant}`;
      });
      const found = parseConstraints(text.join(", "), NAMES);
      expect(found.coefs).toEqual(rows.map(([coefs]) => coefs));
      expect(found.constants).toEqual(rows.map(([, constant]) => constant));
    }),
    { numRuns: 200, seed: 11 },
  );
});
