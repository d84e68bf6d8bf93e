// Random delimited texts: against what pandas made of some hundreds, and a few thousand of those that
// `tools/fuzz/csv.ts` writes, reads and damages by the hundred thousand.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkCsv } from "../../../../tools/fuzz/check-csv.ts";
import { randomIntegers } from "../../../../tools/fuzz/strings.ts";
import { type CsvOptions, readCsv } from "../../src/csv/read-csv.ts";
import { DesignError } from "../../src/errors.ts";

interface Case {
  text: string;
  options: CsvOptions;
  columns: { name: string; type: string; values: (string | number | boolean | null)[] }[] | null;
}

const fixture = new URL("../../../../fixtures/read-csv/random.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(fixture, "utf8")) as { cases: Case[] };

/** A cell in the fixture's terms: whole numbers as digits, missing as null, infinite ones as texts. */
function described(type: string, cell: unknown): unknown {
  if (type === "int64") return String(cell);
  if (typeof cell !== "number" || Number.isFinite(cell)) return cell;
  return Number.isNaN(cell) ? null : `${cell}`.replace("inity", "").toLowerCase();
}

test("random texts are read as pandas reads them", () => {
  const read = cases.filter(({ columns }) => columns !== null);
  expect(read.length).toBeGreaterThan(390);
  for (const { text, options, columns } of read) {
    const table = readCsv(text, options);
    const found = table.columnNames().map((name, j) => {
      const stored = table.column?.(name) as ArrayLike<unknown>;
      const type = columns?.[j]?.type ?? "";
      const values = Array.from(stored, (cell) => described(type, cell));
      return { name, isFloat: stored instanceof Float64Array, values };
    });
    const expected = columns?.map(({ name, type, values }) => ({ name, isFloat: type === "float64", values }));
    expect([text, found]).toEqual([text, expected]);
  }
});

test("random texts that pandas refuses are refused", () => {
  const refused = cases.filter(({ columns }) => columns === null);
  expect(refused.length).toBeGreaterThan(0);
  for (const { text, options } of refused) expect(() => readCsv(text, options)).toThrow(DesignError);
});

test("random tables are read as they were written in any style, and damaged texts are read or refused with a place", () => {
  const random = randomIntegers(2);
  const tally = new Map<string, number>();
  for (let i = 0; i < 1500; i++) expect(checkCsv(random, tally)).toBeNull();
  expect([...tally.keys()].filter((outcome) => outcome.startsWith("damaged: "))).toHaveLength(4);
});
