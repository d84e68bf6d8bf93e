import { expect, test } from "vitest";
import { justify, strip, tableBlocks, textWidth } from "../../src/writers/layout.ts";

test("widths count code points, as Python's len does", () => {
  expect(["體重", "e\u0301", "👩‍👩‍👧", "🇩🇪"].map(textWidth)).toEqual([2, 2, 5, 2]);
});

test("strip takes Python's blanks: separators and the next-line mark, not the byte order mark", () => {
  expect(strip(" \t\u00a0\u2003\x1cx\x1f\x85\u3000")).toBe("x");
  expect(strip("\ufeffx\ufeff")).toBe("\ufeffx\ufeff");
  expect(strip(" \n ")).toBe("");
});

test("centring puts the odd blank to the right, to the left in an odd width", () => {
  expect([justify("a", 4, "center"), justify("ab", 5, "center")]).toEqual([" a  ", "  ab "]);
});

test("a title of several lines fills them from the top", () => {
  const [block] = tableBlocks({ info: [], columns: ["a\nb", "c"], rows: [{ name: "x", cells: ["1", "2"] }] });
  expect(block?.headerRows).toBe(2);
  expect(block?.rows.map((row) => row.map(({ text }) => text))).toEqual([
    ["", "a", "c"],
    ["", "b", ""],
    ["x", "1", "2"],
  ]);
});

test("entries of a summary are stripped, those of a table of parameters kept", () => {
  const table = { info: [], columns: ["a"], rows: [{ name: "x", cells: [" 1 "] }] };
  const entry = (style: "summary" | "parameters") => tableBlocks({ ...table, style })[0]?.rows[1]?.[1]?.text;
  expect([entry("summary"), entry("parameters")]).toEqual(["1", " 1 "]);
});
