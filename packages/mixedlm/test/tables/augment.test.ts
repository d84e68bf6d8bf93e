// Rows with what the model says of them: identities that hold whatever the model is.
import { expect, test } from "vitest";
import { augment, lmm } from "../../src/index.ts";

const table = {
  y: [1, 3, 2, 5, 4, 7, 6, null, 9, 8, 7.5, 10],
  x: [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2],
  o: [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0],
  g: ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "d"],
  w: [1, 2, 1, 4, 1, 1, 3, 1, 1, 2, 1, 1],
  note: ["p", null, "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"],
};
const fit = lmm("y ~ x + (1 | g)", table as never, { weights: "w", offset: "o" });
const rows = augment(fit);

test("are those of the table that were used, with all of its columns", () => {
  expect(rows.map(({ note }) => note)).toEqual(table.note.filter((_, i) => i !== 7));
  expect(rows[1]).toMatchObject({ y: 3, x: 1, o: 0, g: "a", w: 2, note: null });
});

test("rows that are augmented again and again keep what each says", () => {
  const twice = augment(lmm("y ~ x + (1 | g)", rows as never));
  const thrice = augment(lmm("y ~ (1 | g)", twice as never)) as readonly Record<string, number>[];
  const once = augment(lmm("y ~ (1 | g)", rows as never));
  expect(thrice).toHaveLength(rows.length);
  for (const [i, row] of thrice.entries()) {
    expect([row.fixed, row[".fixed"]]).toEqual([rows[i]!.fixed, twice[i]![".fixed"]]);
    expect(row["..fixed"]).toBe(once[i]![".fixed"]);
  }
});

test("fixed, offset and random parts, residuals and weights add up", () => {
  const effects = fit.ranef()[0]!;
  for (const row of rows) {
    const { y, x, o, g, w } = row as Record<string, number> & { readonly g: string };
    expect(row.offset).toBe(o);
    expect(row.weights).toBe(w);
    expect(row.fixed).toBeCloseTo(o! + fit.beta[0]! + fit.beta[1]! * x!, 12);
    expect(row.fitted).toBeCloseTo(row.fixed! + effects.of(g)![0]!, 12);
    expect(row.resid).toBeCloseTo(y! - row.fitted!, 12);
    expect(row.wtres).toBeCloseTo(Math.sqrt(w!) * row.resid!, 12);
  }
});
