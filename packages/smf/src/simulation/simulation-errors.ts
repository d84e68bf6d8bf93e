// Messages about responses in place of the ones that were fitted.
import { SmfError } from "../errors.ts";

/** A response for another number of rows. */
export function responseLength(length: number, expected: number): SmfError {
  const text = `the response has ${length} values, but the model uses ${expected} rows; give one for each`;
  return new SmfError("response-length", text, { length, expected });
}

/** A response without a number in some row. */
export function responseValue(row: number, value: number): SmfError {
  const text = `the response is ${value} in its row ${row} (counted from 0); give a finite number for each row that the model uses`;
  return new SmfError("not-finite", text, { row, value });
}
