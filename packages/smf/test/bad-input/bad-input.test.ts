// Whatever is wrong with what a caller gives, the answer is an error that says so, soon, or a fit that says what is odd.
import { expect, test } from "vitest";
import { answeredCases } from "./answered-cases.ts";
import { designCases } from "./design-cases.ts";
import { formulaCases } from "./formula-cases.ts";
import { groupCases } from "./group-cases.ts";
import { hostCodeCases } from "./host-code-cases.ts";
import { randomCases } from "./random-cases.ts";
import { expectAnswer, expectRefusal, TIME_LIMIT } from "./run-cases.ts";
import { tableCases } from "./table-cases.ts";

const refused = { formulaCases, hostCodeCases, randomCases, tableCases, groupCases, designCases };

test.each(formulaCases)("a formula is refused: $kind", { timeout: TIME_LIMIT }, expectRefusal);
test.each(hostCodeCases)("code in a formula is refused: $kind", { timeout: TIME_LIMIT }, expectRefusal);
test.each(randomCases)("a random part is refused: $kind", { timeout: TIME_LIMIT }, expectRefusal);
test.each(tableCases)("a table is refused: $kind", { timeout: TIME_LIMIT }, expectRefusal);
test.each(groupCases)("groups are refused: $kind", { timeout: TIME_LIMIT }, expectRefusal);
test.each(designCases)("a model is refused: $kind", { timeout: TIME_LIMIT }, expectRefusal);
test.each(answeredCases)("there is a fit: $kind", { timeout: TIME_LIMIT }, expectAnswer);

test("no two cases of a table are of the same kind", () => {
  for (const cases of [...Object.values(refused), answeredCases]) {
    expect(new Set(cases.map(({ kind }) => kind)).size).toBe(cases.length);
  }
});
