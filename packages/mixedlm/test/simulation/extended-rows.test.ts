// Studies of other sizes are made of whole groups or of rows: which rows, and which levels are new.
import { designRows } from "@mixedlm/design";
import { describe, expect, test } from "vitest";
import { type Fit, lmm } from "../../src/index.ts";
import { partsOf } from "../../src/results/fit-parts.ts";
import { otherGroups, otherRowsInGroups, type RowsOfDesign, takenRows } from "../../src/simulation/extended-rows.ts";
import { nativeFit } from "../native-fits.ts";

function rowsOf(fit: Fit): RowsOfDesign {
  return { design: fit.design, rows: designRows(fit.design, partsOf(fit).table!) };
}

/** The study with another number of groups of a factor. */
function resized(given: RowsOfDesign, group: string, size: number): RowsOfDesign {
  const g = given.design.groups.findIndex(({ name }) => name === group);
  return takenRows(given, otherGroups(given.rows.codes[g]!, size));
}

const levels = ({ design }: RowsOfDesign): Record<string, number> =>
  Object.fromEntries(design.groups.map((factor) => [factor.name, factor.levels.length]));

describe("groups are copied whole", () => {
  test("and are new ones, with new ones of all that is inside them", () => {
    const pastes = rowsOf(nativeFit("pastes"));
    const inner = pastes.design.groups.map(({ name }) => name).find((name) => name !== "batch")!;
    expect(levels(pastes)).toEqual({ batch: 10, [inner]: 30 });
    expect(levels(resized(pastes, "batch", 25))).toEqual({ batch: 25, [inner]: 75 });
    expect(levels(resized(pastes, "batch", 4))).toEqual({ batch: 4, [inner]: 12 });
  });

  test("while factors that cross them keep their levels", () => {
    const penicillin = rowsOf(nativeFit("penicillin"));
    const more = resized(penicillin, "plate", 60);
    expect(levels(more)).toEqual({ plate: 60, sample: 6 });
    expect(more.rows.n).toBe(360);
  });

  test("and spread evenly over those that there are", () => {
    const codes = Int32Array.from([0, 0, 1, 1, 2, 2, 3, 3]);
    expect([...otherGroups(codes, 2).from]).toEqual([0, 1, 4, 5]);
    expect([...otherGroups(codes, 6).from]).toEqual([0, 1, 0, 1, 2, 3, 4, 5, 4, 5, 6, 7]);
    expect([...otherGroups(codes, 6).copy!]).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });

  test("so that a study of the same size is the same study", () => {
    for (const [name, group] of [
      ["sleepstudy", "Subject"],
      ["pastes", "batch"],
      ["penicillin", "sample"],
      ["ome-weighted", "ID"],
    ] as const) {
      const fit = nativeFit(name);
      const given = rowsOf(fit);
      const size = given.design.groups.find((factor) => factor.name === group)!.levels.length;
      const { rows } = resized(given, group, size);
      expect(rows.n).toBe(fit.n);
      // rows come group after group
      const table = Object.fromEntries([
        ["y", rows.y],
        ...given.design.fixed.names.map((_, j) => [`x${j}`, rows.X.slice(j * rows.n, (j + 1) * rows.n)]),
        ...rows.codes.map((codes, g) => [`g${g}`, codes]),
        ...(rows.weights === null ? [] : [["w", rows.weights]]),
      ]) as Record<string, Float64Array>;
      const fixed = given.design.fixed.names.map((__, j) => `x${j}`).join(" + ");
      const slope = name === "sleepstudy" ? "x1" : "1";
      const random = rows.codes.map((_, g) => `(${slope} | g${g})`).join(" + ");
      const again = lmm(`y ~ 0 + ${fixed} + ${random}`, table, { weights: rows.weights === null ? undefined : "w" });
      expect(Math.abs(again.objective - fit.objective)).toBeLessThan(1e-8 * Math.abs(fit.objective));
    }
  });
});

test("rows of every group are repeated, spread evenly, and groups stay", () => {
  const codes = Int32Array.from([0, 0, 0, 0, 1, 1]);
  expect([...otherRowsInGroups(codes, 2).from]).toEqual([0, 2, 4, 5]);
  expect([...otherRowsInGroups(codes, 5).from]).toEqual([0, 0, 1, 2, 3, 4, 4, 4, 5, 5]);
  const pastes = rowsOf(nativeFit("pastes"));
  const batch = pastes.design.groups.findIndex(({ name }) => name === "batch");
  const more = takenRows(pastes, otherRowsInGroups(pastes.rows.codes[batch]!, 12));
  expect(levels(more)).toEqual(levels(pastes));
  expect(more.rows.n).toBe(120);
});
