import { buildDesign } from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import { expect, test } from "vitest";
import { accumulate, type FixedTransform, mergeMoments } from "../src/index.ts";

const table = {
  y: [3, 1, 4, 1, 5, 9, 2, 6],
  x: [1, 2, 4, 8, 16, 32, 64, 128],
  z: [2, 7, 1, 8, 2, 8, 1, 8],
  g: ["a", "b", "a", "b", "a", "b", "a", "b"],
};
const design = buildDesign(parseMixedFormula("y ~ x + z + (x | g)"), table);

// the intercept, x - 3, and (x - 3) + 2 (z - 4)
const fixed: FixedTransform = {
  kept: [0, 1, 2],
  centre: Float64Array.of(0, 3, 4),
  A: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 1, 2),
  response: null,
};
const written = {
  ...table,
  u: table.x.map((x) => x - 3),
  v: table.x.map((x, i) => x - 3 + 2 * (table.z[i]! - 4)),
};
const ofWritten = accumulate(buildDesign(parseMixedFormula("y ~ u + v + (x | g)"), written), written);

test("moments of combinations are those of columns that hold them", () => {
  const ours = accumulate(design, table, fixed);
  expect(ours.mean).toEqual(ofWritten.mean);
  expect(ours.cross).toEqual(ofWritten.cross);
  expect(ours.factors).toEqual(ofWritten.factors);
  expect(ours.layout.p).toBe(3);
});

test("columns that are not kept have no part in them", () => {
  const some = { kept: [0, 2], centre: Float64Array.of(0, 0), A: Float64Array.of(1, 0, 0, 1), response: null };
  const without = buildDesign(parseMixedFormula("y ~ z + (x | g)"), table);
  expect(accumulate(design, table, some).cross).toEqual(accumulate(without, table).cross);
});

test.each([{}, { offset: "o" }])("y is counted from a combination as from an offset: %o", (options) => {
  const rows = { ...table, o: table.x.map((x) => x % 3) };
  const counted = { ...rows, all: rows.o.map((o, i) => ("offset" in options ? o : 0) + 2 - 4 * table.x[i]!) };
  const ours = accumulate(buildDesign(parseMixedFormula("y ~ x + z + (x | g)"), rows, options), rows, {
    ...fixed,
    response: Float64Array.of(2, -4, 0),
  });
  const theirs = accumulate(
    buildDesign(parseMixedFormula("y ~ x + z + (x | g)"), counted, { offset: "all" }),
    counted,
    fixed,
  );
  expect(ours.cross).toEqual(theirs.cross);
  expect(ours.factors).toEqual(theirs.factors);
});

test("records of the same combinations merge, of others they do not", () => {
  const copy = { ...fixed, A: fixed.A.slice() };
  expect(mergeMoments(accumulate(design, table, fixed), accumulate(design, table, copy)).n).toBe(16);
  const other = { ...fixed, centre: Float64Array.of(0, 3, 5) };
  const counted = { ...fixed, response: Float64Array.of(0, 1, 1) };
  for (const theirs of [other, counted, null])
    expect(() => mergeMoments(accumulate(design, table, fixed), accumulate(design, table, theirs))).toThrow(
      expect.objectContaining({ code: "different-designs" }),
    );
});
