import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { wrapText } from "../../src/writers/wrap-text.ts";

fc.configureGlobal({ seed: 20260803 });

const fixture = new URL("../../../../fixtures/summary-layout/cases.json", import.meta.url);
const wraps: [note: string, width: number, lines: string[]][] = JSON.parse(readFileSync(fixture, "utf8")).wraps;

test("notes break where Python's textwrap breaks them", () => {
  expect(wraps.length).toBeGreaterThan(100);
  for (const [note, width, lines] of wraps) expect(wrapText(note, width)).toEqual(lines);
});

test("no line is longer than the width, and nothing but blanks is lost", () => {
  const packed = (text: string) => text.replace(/\s/g, "");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 12 }), (note, width) => {
      const lines = wrapText(note, width);
      return lines.every((line) => [...line].length <= width) && packed(lines.join("")) === packed(note);
    }),
  );
});
