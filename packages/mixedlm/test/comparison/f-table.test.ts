import { matrix, svdFactor } from "@mixedlm/linalg";
import { describe, expect, test } from "vitest";
import { fTable } from "../../src/comparison/f-table.ts";
import { termHypotheses } from "../../src/comparison/term-hypotheses.ts";
import { fisherSf } from "../../src/index.ts";
import { positions } from "../engine-fits.ts";
import { hasSameColumns, RECORDED_TERMS, termFit } from "./term-cases.ts";

/** Sine of the largest angle between two spaces of rows, which must have the same dimension. */
function angle(a: readonly (readonly number[])[], b: readonly (readonly number[])[], units: readonly number[]): number {
  const basis = (rows: readonly (readonly number[])[]) => {
    const data = Float64Array.from(rows.flatMap((row) => row.map((value, j) => value * units[j]!)));
    return svdFactor(matrix(units.length, rows.length, data)).U;
  };
  const [A, B] = [basis(a), basis(b)];
  const cosines = matrix(A.ncol, B.ncol);
  for (let j = 0; j < B.ncol; j++)
    for (let i = 0; i < A.ncol; i++)
      for (let k = 0; k < A.nrow; k++)
        cosines.data[j * A.ncol + i] =
          cosines.data[j * A.ncol + i]! + A.data[i * A.nrow + k]! * B.data[j * B.nrow + k]!;
  const { s } = svdFactor(cosines);
  return Math.sqrt(Math.max(0, 1 - s[s.length - 1]! ** 2));
}

describe.each(RECORDED_TERMS.map((own) => [own.name, own] as const))("F tests of %s", (name, { columns, tables }) => {
  const fit = termFit(name);
  test.each(Object.keys(tables) as ("I" | "II" | "III")[])("are lmerTest's of type %s", (type) => {
    const theirs = tables[type]!;
    const own = fTable(fit, { type, ddf: "normal" }).rows;
    expect(own.map(({ numDf }) => numDf)).toEqual(theirs.map(({ numDf }) => numDf));
    // both are at the optimum to some 1e-8 of theta
    own.forEach(({ statistic, sumOfSquares, meanSquare, numDf, pValue }, t) => {
      expect(Math.abs(statistic! / theirs[t]!.statistic - 1)).toBeLessThan(2e-6);
      expect(Math.abs(sumOfSquares! / theirs[t]!.sumOfSquares - 1)).toBeLessThan(2e-6);
      expect(meanSquare).toBeCloseTo(sumOfSquares! / numDf, 12);
      expect(pValue).toBe(fisherSf(statistic!, numDf, Number.POSITIVE_INFINITY));
    });
  });

  test.runIf(hasSameColumns(name)).each(Object.keys(tables) as ("I" | "II" | "III")[])(
    "are of lmerTest's hypotheses of type %s",
    (type) => {
      const order = positions(fit.names, columns);
      termHypotheses(fit, { type }).forEach(({ L }, t) => {
        const theirs = tables[type]![t]!.L.map((row) => order.map((j) => row[j]!));
        // lmerTest sets entries below 1e-6 to zero
        expect(angle(L, theirs, fit.stdError)).toBeLessThan(1e-5);
      });
    },
  );
});
