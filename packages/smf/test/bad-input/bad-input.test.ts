// Whatever is wrong with what a caller gives, the answer is an error that says so, soon, or a fit that says what is odd.
import { describe, expect, test } from "vitest";
import { answeredModelCases } from "./answered-model-cases.ts";
import { answeredTableCases } from "./answered-table-cases.ts";
import { codingCases } from "./coding-cases.ts";
import { columnKindCases } from "./column-kind-cases.ts";
import { columnNameCases } from "./column-name-cases.ts";
import { columnValueCases } from "./column-value-cases.ts";
import { designCases } from "./design-cases.ts";
import { emptyTableCases } from "./empty-table-cases.ts";
import { formulaSizeCases } from "./formula-size-cases.ts";
import { formulaTextCases } from "./formula-text-cases.ts";
import { formulaTypeCases } from "./formula-type-cases.ts";
import { groupArgumentCases } from "./group-argument-cases.ts";
import { groupLabelCases } from "./group-label-cases.ts";
import { hostCodeCases } from "./host-code-cases.ts";
import { newRowsCases } from "./new-rows-cases.ts";
import { randomCases } from "./random-cases.ts";
import { expectAnswer, expectRefusal, TIME_LIMIT } from "./run-cases.ts";
import { tableKindCases } from "./table-kind-cases.ts";

const refused = {
  formula: [...formulaTextCases, ...formulaSizeCases, ...formulaTypeCases],
  "code in a formula": hostCodeCases,
  "random part": randomCases,
  table: [...emptyTableCases, ...tableKindCases],
  column: [...columnValueCases, ...columnKindCases, ...columnNameCases],
  "new rows": newRowsCases,
  groups: [...groupArgumentCases, ...groupLabelCases],
  model: [...designCases, ...codingCases],
};
const answered = { table: answeredTableCases, model: answeredModelCases };

describe.each(Object.entries(refused))("%s", (_, cases) => {
  test.each(cases)("is refused: $kind", { timeout: TIME_LIMIT }, expectRefusal);
});

describe.each(Object.entries(answered))("%s", (_, cases) => {
  test.each(cases)("has a fit: $kind", { timeout: TIME_LIMIT }, expectAnswer);
});

test("no two cases of a subject are of the same kind", () => {
  for (const cases of [...Object.values(refused), ...Object.values(answered)]) {
    expect(new Set(cases.map(({ kind }) => kind)).size).toBe(cases.length);
  }
});
