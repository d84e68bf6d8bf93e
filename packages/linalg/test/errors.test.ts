import { expect, test } from "vitest";
import { factorTooLarge } from "../src/errors.ts";
import {
  fromRows,
  luFactor,
  luInverse,
  matrix,
  multiply,
  sparseAnalyse,
  sparsePattern,
  symmetricEigen,
} from "../src/index.ts";

function message(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return String(error);
  }
  return "nothing was thrown";
}

test("messages say what is wrong, with the sizes and values", () => {
  expect(message(() => multiply(matrix(30, 2), matrix(3, 1)))).toMatchInlineSnapshot(
    `"LinalgError: cannot multiply 30 x 2 and 3 x 1: 2 columns against 3 rows"`,
  );
  expect(message(() => luFactor(matrix(2, 3)))).toMatchInlineSnapshot(
    `"LinalgError: LU needs a square matrix, not 2 x 3"`,
  );
  expect(message(() => luInverse(luFactor(matrix(2, 2))))).toMatchInlineSnapshot(
    `"LinalgError: luSolve needs independent columns: pivot 0 of 2 (counting from 0) is zero"`,
  );
  expect(
    message(() =>
      symmetricEigen(
        fromRows([
          [1, Number.NaN],
          [0, 1],
        ]),
      ),
    ),
  ).toMatchInlineSnapshot(`"LinalgError: symmetricEigen needs finite numbers, found NaN in row 0, column 1"`);
  expect(message(() => matrix(2, 2, new Float64Array(3)))).toMatchInlineSnapshot(
    `"LinalgError: a 2 x 2 matrix holds 4 numbers, not 3"`,
  );
  expect(message(() => fromRows([[1], [2, 3]]))).toMatchInlineSnapshot(
    `"LinalgError: row 1 has 2 entries, expected 1 as in row 0"`,
  );
});

test("messages about sparse matrices name the column, the place or the sizes", () => {
  const ints = (...numbers: number[]) => Int32Array.from(numbers);
  const pattern = sparsePattern(2, ints(0, 1, 2), ints(0, 1));
  expect(message(() => sparsePattern(2, ints(0, 1, 2), ints(0, 0)))).toMatchInlineSnapshot(
    `"LinalgError: a sparse lower triangle: column 1 has to begin with its diagonal entry"`,
  );
  expect(message(() => sparsePattern(2, ints(0, 1), ints(0)))).toMatchInlineSnapshot(
    `"LinalgError: a sparse lower triangle needs 3 column starts from 0 to the 1 entries"`,
  );
  expect(message(() => sparsePattern(2, ints(0, 2, 3), ints(0, 2, 1)))).toMatchInlineSnapshot(
    `"LinalgError: a sparse lower triangle: column 0 has row 2, beyond order 2"`,
  );
  expect(message(() => sparsePattern(3, ints(0, 3, 4, 5), ints(0, 2, 1, 1, 2)))).toMatchInlineSnapshot(
    `"LinalgError: a sparse lower triangle: column 0 has row 1 after row 2, not ascending"`,
  );
  expect(message(() => sparseAnalyse(pattern, { order: ints(1, 1) }))).toMatchInlineSnapshot(
    `"LinalgError: an order of 2 columns holds each once, but at place 1 (counting from 0) has 1"`,
  );
  // a full matrix of order 50,000 would need 1.25e9 entries to show it through the analysis
  expect(String(factorTooLarge(50000, 2500000000, 2147483647))).toMatchInlineSnapshot(
    `"LinalgError: the factor of this sparse matrix of order 50000 would take 2500000000 numbers, more than 2147483647"`,
  );
});
