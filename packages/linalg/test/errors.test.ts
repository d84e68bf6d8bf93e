import { expect, test } from "vitest";
import { fromRows, luFactor, luInverse, matrix, multiply, symmetricEigen } from "../src/index.ts";

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
