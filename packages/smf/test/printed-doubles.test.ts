// Two packages that do not know each other write doubles as Python does: names of levels, and cells of tables.
import { formatLevel } from "@mixedlm/design";
import { formatRepr } from "@mixedlm/report";
import fc from "fast-check";
import { expect, test } from "vitest";

test("a level that is a float and a cell of a table are written alike", () => {
  const double = fc.oneof(fc.double({ noNaN: true }), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
  fc.assert(
    fc.property(double, (x) => formatLevel(x, "float") === formatRepr(x)),
    { numRuns: 2000, seed: 1 },
  );
  for (const x of [0, -0, 1, 1e15, 1e16, 123456789012345680, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308])
    expect(formatLevel(x, "float")).toBe(formatRepr(x));
});
