import { expect, test } from "vitest";
import {
  alphaRange,
  dtypeMismatch,
  formatSyntax,
  labelCount,
  noModels,
  precisionRange,
  rowLength,
} from "../src/errors.ts";

test("every message says what is wrong, where, and what would be right", () => {
  expect(precisionRange(-1, 1100).message).toMatchInlineSnapshot(
    `"the precision of a number format is -1; it must be an integer from 0 to 1100"`,
  );
  expect(rowLength("Time", 1, 6).message).toMatchInlineSnapshot(
    `"row \`Time\` of the table has 1 cell, expected 6: one for every column"`,
  );
  expect(labelCount(2, 3, "rows").message).toMatchInlineSnapshot(
    `"the index has 2 labels for 3 rows; it needs one for each"`,
  );
  expect(alphaRange(5).message).toMatchInlineSnapshot(
    `"the significance level \`alpha\` is 5; it must lie from 0 to 1, 0.05 for 95 % intervals"`,
  );
  expect(formatSyntax(".3f").message).toMatchInlineSnapshot(
    `"the number format \`.3f\` is no format of one number; it must hold one conversion such as \`%.4f\`, \`%8.3g\` or \`%d\`"`,
  );
  expect(formatSyntax("%d", Number.NaN).message).toMatchInlineSnapshot(
    `"the number format \`%d\` cannot write NaN; it must hold one conversion such as \`%.4f\`, \`%8.3g\` or \`%d\`"`,
  );
  expect(noModels().message).toMatchInlineSnapshot(`"a table of models needs at least one model, there is none"`);
  expect(dtypeMismatch("1", "float64").message).toMatchInlineSnapshot(
    `"the value "1" is not of the type \`float64\` that its column is said to have"`,
  );
});
