import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toText } from "../../src/writers/text.ts";
import { readLayoutCases, thrown } from "../helpers.ts";

fc.configureGlobal({ seed: 20260803 });

describe("statsmodels' as_text, character for character", () => {
  test.each(readLayoutCases())("$name", ({ table, text }) => {
    expect(toText(table)).toBe(text);
  });
});

describe("properties", () => {
  const word = fc.string({ unit: "grapheme", maxLength: 20 }).map((text) => text.replace(/\s/g, "_"));
  const tables = fc.integer({ min: 1, max: 8 }).chain((width) =>
    fc.record({
      title: word,
      info: fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 12 }),
      columns: fc.array(word, { minLength: width, maxLength: width }),
      rows: fc.array(fc.record({ name: word, cells: fc.array(word, { minLength: width, maxLength: width }) }), {
        minLength: 1,
        maxLength: 6,
      }),
    }),
  );

  test("the rules are as wide as the facts, and every row as wide as the rule above it", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const [, top = "", ...lines] = toText(table).split("\n");
        const facts = lines.slice(0, Math.ceil(table.info.length / 2));
        const [above = "", ...rest] = lines.slice(facts.length, -2);
        const width = (line: string) => [...line].length;
        expect(facts.map(width)).toEqual(facts.map(() => width(top)));
        expect(rest.map(width)).toEqual(rest.map(() => width(above)));
        expect(width(above)).toBeGreaterThanOrEqual(width(top));
        expect(lines.at(-2)).toBe(top);
      }),
      { numRuns: 100 },
    );
  });
});

test("a table without facts starts with its rows", () => {
  const table = { title: "T", info: [], columns: ["a", "b"], rows: [{ name: "x", cells: ["1", "22"] }] };
  expect(toText(table).split("\n")).toEqual(["  T", "======", "  a b ", "------", "x 1 22", "======", ""]);
});

test("a row with a cell too few is refused by name", () => {
  const table = { title: "", info: [], columns: ["a", "b"], rows: [{ name: "x", cells: ["1"] }] };
  const error = thrown(() => toText(table));
  expect(error).toMatchObject({ code: "row-length", data: { row: "x", length: 1, expected: 2 } });
});
