import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatFixed, formatGeneral, formatRepr, formatScientific } from "../../src/numbers/number-format.ts";
import { thrown } from "../helpers.ts";

fc.configureGlobal({ seed: 20260803 });

type Case = [number: string, format: string, text: string];
const fixture = new URL("../../../../fixtures/python-format/cases.json", import.meta.url);
const cases: Case[] = JSON.parse(readFileSync(fixture, "utf8")).cases;

const SPECIAL = new Map([
  ["nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
]);

function toNumber(repr: string): number {
  return SPECIAL.get(repr) ?? Number(repr);
}

function format(x: number, spec: string): string {
  if (spec === "repr") return formatRepr(x);
  const [, digits, kind] = /^%(?:\.(\d+))?([feg])$/.exec(spec) ?? [];
  const precision = Number(digits ?? 6);
  if (kind === "f") return formatFixed(x, precision);
  return kind === "e" ? formatScientific(x, precision) : formatGeneral(x, precision);
}

describe("against CPython", () => {
  for (const family of ["f", "e", "g", "repr"]) {
    test(`%${family} prints the characters of Python`, () => {
      const chosen = cases.filter(([, spec]) => (family === "repr" ? spec === "repr" : spec.endsWith(family)));
      expect(chosen.length).toBeGreaterThan(2000);
      const wrong = chosen.filter(([repr, spec, text]) => format(toNumber(repr), spec) !== text);
      expect(wrong).toEqual([]);
    });
  }
});

test("ties of the exact binary value go to the even digit, as in C", () => {
  expect(formatFixed(2.5, 0)).toBe("2");
  expect(formatFixed(3.5, 0)).toBe("4");
  expect(formatFixed(0.125, 2)).toBe("0.12");
  expect(formatFixed(-0.0004, 3)).toBe("-0.000");
});

describe("properties", () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

  test("repr reads back as the same double", () => {
    fc.assert(fc.property(finite, (x) => Object.is(Number(formatRepr(x)), x)));
  });

  test("17 significant digits read back as the same double in both %e and %g", () => {
    fc.assert(fc.property(finite, (x) => Object.is(Number(formatScientific(x, 16)), x)));
    fc.assert(fc.property(finite, (x) => Object.is(Number(formatGeneral(x, 17)), x)));
  });

  test("%f with all decimals is the exact value, and a sign is the only trace of negation", () => {
    fc.assert(
      fc.property(finite, fc.integer({ min: 0, max: 30 }), (x, places) => {
        const [a, b] = [formatFixed(Math.abs(x), places), formatFixed(-Math.abs(x), places)];
        return b === `-${a}` && Object.is(Number(formatFixed(x, 1074)), x);
      }),
      { numRuns: 50 },
    );
  });
});

test.each([-1, 2.5, 1101, Number.NaN])("a precision of %s is refused with its range", (precision) => {
  for (const formatter of [formatFixed, formatScientific, formatGeneral]) {
    const error = thrown(() => formatter(1, precision));
    expect(error).toMatchObject({ code: "precision-range", data: { precision, max: 1100 } });
  }
});
