import fc from "fast-check";
import { expect, test } from "vitest";
import { csvRecord, toCsv } from "../../src/writers/csv.ts";
import { readLayoutCases } from "../helpers.ts";

fc.configureGlobal({ seed: 20260809 });

const table = {
  title: "T",
  info: [
    ["Model:", "MixedLM"],
    ["Scale, or so:", "1.0"],
  ] as const,
  columns: ["Coef.", "P>|z|"],
  rows: [
    { name: 'C(a, Treatment("b"))[T.c]', cells: [" 1.000 ", ""] },
    { name: "x", cells: ["-0.5", "0.04"] },
  ],
  notes: ["left out"],
};

// a slow reader of RFC 4180: one character after the other, a quote opens and closes, two within are one
function readRecords(text: string): string[][] {
  const records: string[][] = [[""]];
  let isQuoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const fields = records.at(-1)!;
    const character = text[i]!;
    if (character === '"') {
      if (isQuoted && text[i + 1] === '"') {
        fields[fields.length - 1] += '"';
        i += 1;
      } else isQuoted = !isQuoted;
    } else if (!isQuoted && character === ",") fields.push("");
    else if (!isQuoted && text.startsWith("\r\n", i)) {
      records.push([""]);
      i += 1;
    } else fields[fields.length - 1] += character;
  }
  return records.slice(0, -1);
}

test("the rows: titles, then a record for each name, quoted where a comma or quote asks for it", () => {
  expect(toCsv(table)).toBe(',Coef.,P>|z|\r\n"C(a, Treatment(""b""))[T.c]",1.000,\r\nx,-0.5,0.04\r\n');
});

test("the facts: a record for each label and its value", () => {
  expect(toCsv(table, "facts")).toBe('Model:,MixedLM\r\n"Scale, or so:",1.0\r\n');
});

test("every layout reads back as its names and cells", () => {
  for (const { table: layout } of readLayoutCases()) {
    const [header, ...rows] = readRecords(toCsv(layout));
    expect(header?.map((text) => text.trim())).toEqual(["", ...layout.columns.map((text) => text.trim())]);
    expect(rows).toHaveLength(layout.rows.length);
    expect(new Set(rows.map((fields) => fields.length)).size).toBeLessThanOrEqual(1);
  }
});

test("any fields read back", () => {
  const field = fc.string({ unit: fc.constantFrom(..."ab,\"\r\n ;'"), maxLength: 8 });
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 5 }), (fields) => {
      expect(readRecords(`${csvRecord(fields)}\r\n`)).toEqual([fields]);
    }),
    { numRuns: 500 },
  );
});
