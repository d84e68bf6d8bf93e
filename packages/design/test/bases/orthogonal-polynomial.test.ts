// R's poly(), its coefficients and its predict(), from fixtures/stateful/poly.json.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { orthogonalPolynomials, polynomialCoefficients } from "../../src/bases/orthogonal-polynomial.ts";

interface PolyCase {
  readonly x: string;
  readonly degree: number;
  readonly alpha: number[];
  readonly norm2: number[];
  readonly columns: number[][];
  readonly new: number[][];
}

const fixture = JSON.parse(
  readFileSync(new URL("../../../../fixtures/stateful/poly.json", import.meta.url), "utf8"),
) as {
  x: Record<string, number[]>;
  new: Record<string, number[]>;
  cases: PolyCase[];
};

/** Both keep `alpha` as a double, which far from zero has few digits left of the spread: hence no more than nine here. */
function expectClose(found: ArrayLike<number>, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  const size = Math.max(...expected.map(Math.abs));
  for (const [i, value] of expected.entries()) expect(Math.abs(found[i]! - value) / size).toBeLessThan(1e-9);
}

test.each(fixture.cases.map((one) => [one.x, one.degree, one] as const))(
  "of %s, degree %i, as R",
  (name, degree, one) => {
    const x = Float64Array.from(fixture.x[name]!);
    const coefficients = polynomialCoefficients(x, degree);
    expectClose(coefficients.alpha, one.alpha);
    for (const [k, value] of one.norm2.entries()) expect(coefficients.norm2[k]! / value).toBeCloseTo(1, 10);
    const columns = orthogonalPolynomials(x, coefficients);
    for (const [j, column] of one.columns.entries()) expectClose(columns[j]!, column);
    const predicted = orthogonalPolynomials(Float64Array.from(fixture.new[name]!), coefficients);
    for (const [j, column] of one.new.entries()) expectClose(predicted[j]!, column);
  },
);

test("a missing position is passed over in learning and missing in each column", () => {
  const x = Float64Array.of(1, Number.NaN, 2, 4, 9);
  const coefficients = polynomialCoefficients(x, 2);
  expect(coefficients).toEqual(polynomialCoefficients(Float64Array.of(1, 2, 4, 9), 2));
  for (const column of orthogonalPolynomials(x, coefficients)) expect(column[1]).toBeNaN();
});
