import { describe, expect, test } from "vitest";
import { formatPercent } from "../../src/numbers/percent-format.ts";
import { readSimpleTableCases, thrown } from "../helpers.ts";

const cases = readSimpleTableCases("format");

describe("against CPython", () => {
  test.each([...new Set(cases.map(({ about }) => about))])("%s", (format) => {
    const chosen = cases.filter(({ about, text }) => about === format && text !== null);
    const printed = chosen.map(({ record }) => formatPercent(format, record.x));
    expect(printed).toEqual(chosen.map(({ text }) => text));
  });

  test("what Python refuses is refused", () => {
    const refused = cases.filter(({ text }) => text === null);
    expect(refused.length).toBeGreaterThan(40);
    for (const { about: format, record } of refused) {
      expect(thrown(() => formatPercent(format, record.x)).code, `${format} of ${record.x}`).toBe("format-syntax");
    }
  });
});
