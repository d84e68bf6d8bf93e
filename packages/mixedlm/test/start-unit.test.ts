// Starts of the search under weights: the unit of the weights is that of the residual variance alone, so relative standard
// deviations are divided by its root, the floors under them too.
import { buildDesign } from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import { accumulate } from "@mixedlm/moments";
import { describe, expect, test } from "vitest";
import { engineOf } from "../src/index.ts";
import { momentStart } from "../src/search/moment-start.ts";
import { correlationStarts, defaultStart, otherSizes, startUnit } from "../src/search/other-starts.ts";

/** Six groups of four rows; between groups there is less variance than chance makes, so that the start is at its floor. */
const TABLE = {
  y: [1, -1, 2, -2, 3, -3, 1, -1, 2, -2, 4, -4, 1, -1, 1, -1, 5, -5, 2, -2, 1, -1, 3, -3],
  x: Array.from({ length: 24 }, (_, i) => (i * i) % 7),
  g: Array.from({ length: 24 }, (_, i) => `g${Math.floor(i / 4)}`),
  w: Array.from({ length: 24 }, (_, i) => 1 + (i % 3)),
};

function engineWith(formula: string, unit: number) {
  const table = { ...TABLE, w: TABLE.w.map((w) => unit * w) };
  const design = buildDesign(parseMixedFormula(formula), table, { weights: "w" });
  return engineOf(accumulate(design, table));
}

describe.each([1e-4, 100, 1e6])("weights times %d divide by its root", (unit) => {
  test.each(["y ~ x + (1 | g)", "y ~ x + (x | g)", "y ~ x + (1 | g) + (0 + x | g)"])(
    "the moment start of %s",
    (formula) => {
      const own = momentStart(engineWith(formula, 1), "y");
      const other = momentStart(engineWith(formula, unit), "y");
      expect(other.isRaised).toBe(own.isRaised);
      for (const [k, value] of own.parameters.entries()) {
        expect((other.parameters[k] as number) * Math.sqrt(unit)).toBeCloseTo(value, 10);
      }
    },
  );

  test("every size that is tried beside it", () => {
    const formula = "y ~ x + (1 | g) + (0 + x | g)";
    const [a, b] = [engineWith(formula, 1), engineWith(formula, unit)];
    const sizes = (engine: typeof a) => [
      ...defaultStart(engine.products.terms, startUnit(engine.products)),
      ...otherSizes(engine, new Float64Array(2)).flatMap((start) => [...start]),
    ];
    const own = sizes(a);
    expect(own.length).toBeGreaterThan(10);
    expect(sizes(b).map((sd) => sd * Math.sqrt(unit))).toEqual(own.map((sd) => expect.closeTo(sd, 10)));
  });

  test("and leave the angles of correlations alone", () => {
    const [own, other] = [1, unit].map((c) => {
      const engine = engineWith("y ~ x + homcs(1 + x | g)", c);
      return correlationStarts(engine, new Float64Array(2)).map(([sd, angle]) => ({ sd: sd! * Math.sqrt(c), angle }));
    });
    expect(other).toEqual(own!.map(({ sd, angle }) => ({ sd: expect.closeTo(sd, 10), angle })));
  });
});

test("where there are no weights the unit is 1", () => {
  expect(startUnit({ n: 10, logWeight: 0 })).toBe(1);
});
