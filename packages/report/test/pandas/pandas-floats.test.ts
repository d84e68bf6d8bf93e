import fc from "fast-check";
import { expect, test } from "vitest";
import { floatTexts } from "../../src/pandas/pandas-floats.ts";
import { readPandasCases } from "../helpers.ts";

fc.configureGlobal({ seed: 20260805 });

test("a column's texts are those that pandas prints in a series", () => {
  const short = readPandasCases().filter((each) => each.kind === "series" && each.values.length <= 60);
  expect(short.length).toBeGreaterThan(80);
  for (const each of short) {
    const texts = floatTexts(each.values as readonly number[], "NaN");
    // the values end the lines; the line of the dtype comes last
    const lines = each.text.split("\n").slice(0, -1);
    expect(lines).toHaveLength(texts.length);
    expect(texts.filter((text, i) => !lines[i]?.endsWith(`   ${text}`))).toEqual([]);
  }
});

test("an empty column has no texts", () => {
  expect(floatTexts([], "NaN")).toEqual([]);
});

test("a column is printed in one notation, with as many decimals for every finite number", () => {
  const shape = (text: string) => `${text.includes("e")} ${/\.(\d*)/.exec(text)?.[1]?.length}`;
  fc.assert(
    fc.property(fc.array(fc.double(), { minLength: 1 }), (values) => {
      const texts = floatTexts(values, "NaN");
      const finite = texts.filter((_, i) => Number.isFinite(values[i]));
      return new Set(finite.map(shape)).size <= 1;
    }),
  );
});

test("a number reads back within half a unit of the sixth decimal, fixed, or of the seventh digit, scientific", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), (values) =>
      floatTexts(values, "NaN").every((text, i) => {
        const x = values[i] as number;
        const unit = text.includes("e") ? Math.abs(x) * 1e-6 : 1e-6;
        return Math.abs(Number(text) / 2 - x / 2) <= unit * 0.25 * (1 + 1e-9) + Number.MIN_VALUE;
      }),
    ),
  );
});
