// Files and texts: damaged ones are refused with the reason, whatever is damaged; odd ones are read as pandas reads them.
import { readCsv } from "@mixedlm/design";
import { fromJSON } from "mixedlm";
import { expect, test } from "vitest";
import { load } from "../../src/index.ts";
import { csvCases, file, modelFileCases, saved } from "./file-cases.ts";
import { expectRefusal, isOwnError, TIME_LIMIT } from "./run-cases.ts";

test.each(modelFileCases)("a model file is refused: $kind", { timeout: TIME_LIMIT }, expectRefusal);
test.each(csvCases)("delimited text is refused: $kind", { timeout: TIME_LIMIT }, expectRefusal);

/** The error of a call that must be refused by us. */
function refusal(call: () => unknown): { code: string } {
  try {
    call();
  } catch (error) {
    if (isOwnError(error)) return error as unknown as { code: string };
    throw error;
  }
  throw new Error("nothing was thrown");
}

test("a model file without any one of its keys, or with another value there, is refused", () => {
  for (const key of Object.keys(file)) {
    const { [key]: own, ...rest } = file;
    expect(refusal(() => fromJSON(JSON.stringify(rest))).code).toMatch(/model-file$/);
    for (const other of [null, 1.5, "x", [], {}, !own])
      if (JSON.stringify(other) !== JSON.stringify(own))
        expect(refusal(() => fromJSON(JSON.stringify({ ...file, [key]: other }))).code).toMatch(/model-file$/);
  }
});

test.each([
  ["a model file", JSON.stringify(file), fromJSON],
  ["a saved result", saved, load],
] as const)("%s that was cut off anywhere is refused", (_, whole, read) => {
  for (let end = 0; end < whole.length; end += 37)
    expect(refusal(() => read(whole.slice(0, end))).code).toMatch(/model-file$|^saved-format$/);
});

/** Every place of JSON data that is not further along a list than its second entry. */
function placesOf(node: unknown): (readonly (string | number)[])[] {
  if (typeof node !== "object" || node === null) return [];
  const keys = Array.isArray(node) ? [...node.keys()].slice(0, 2) : Object.keys(node);
  return keys.flatMap((key) => {
    const below = placesOf((node as Record<string | number, unknown>)[key]);
    return [[key], ...below.map((path) => [key, ...path])];
  });
}

test("a saved result in which anything is left out or is something else is refused", () => {
  const whole = JSON.parse(saved);
  const places = placesOf(whole);
  expect(places.length).toBeGreaterThan(100);
  for (const path of places)
    for (const other of [undefined, null, "x", 7, [], {}, { $: "NaN" }]) {
      const copy = structuredClone(whole);
      const holder = path.slice(0, -1).reduce((at, key) => at[key], copy);
      const key = path.at(-1)!;
      if (JSON.stringify(holder[key]) === JSON.stringify(other)) continue;
      holder[key] = other;
      expect(refusal(() => load(JSON.stringify(copy))).code).toMatch(/^saved-(format|version)$/);
    }
});

test("a model file behind a byte order mark is read", () => {
  expect(fromJSON(`\uFEFF${JSON.stringify(file)}`).objective).toBe(file.objective);
});

// pandas 1.5.3: read_csv(StringIO(text)).to_dict("list"), NaN as null
test.each([
  ["a byte order mark", "\uFEFFa,b\n1,2", { a: [1], b: [2] }],
  ["CRLF", "a,b\r\n1,2\r\n", { a: [1], b: [2] }],
  ["CR alone", "a,b\r1,2\r", { a: [1], b: [2] }],
  ["mixed line ends", "a,b\n1,2\r\n3,4\r5,6", { a: [1, 3, 5], b: [2, 4, 6] }],
  ["a short line", "a,b\n1", { a: [1], b: [null] }],
  ["a header alone", "a,b\n", { a: [], b: [] }],
  ["repeated names", "a,a,a\n1,2,3", { a: [1], "a.1": [2], "a.2": [3] }],
  ["names without letters", ",a,\n1,2,3", { "Unnamed: 0": [1], a: [2], "Unnamed: 2": [3] }],
  ["a quote inside a field", 'a,b\n1,x"y"\n', { a: [1], b: ['x"y"'] }],
  ["a line end in quotes", 'a,b\n1,"x\ny"\n', { a: [1], b: ["x\ny"] }],
  ["trailing delimiters on all lines", "a,b,\n1,2,\n", { a: [1], b: [2], "Unnamed: 2": [null] }],
  ["another delimiter", "a;b\n1;2\n", { "a;b": ["1;2"] }],
  ["hexadecimal digits", "a\n0x10", { a: ["0x10"] }],
  ["thousands separators", 'a,b\n"1,000",2', { a: ["1,000"], b: [2] }],
  ["leading zeros", "a\n007\n08", { a: [7, 8] }],
  ["numbers beyond the largest", "a\n1e400\n-1e400", { a: ["1e400", "-1e400"] }],
  ["infinities in words", "a\nInfinity\n-inf", { a: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] }],
  ["names of prototypes", "constructor,toString\n1,2", { constructor: [1], toString: [2] }],
] as const)("delimited text with %s is read as pandas reads it", (_, text, expected) => {
  const table = readCsv(text);
  const read = table
    .columnNames()
    .map((name) => [name, Array.from(table.array(name), (v) => (Number.isNaN(v) ? null : v))]);
  expect(read).toEqual(Object.entries(expected));
});

test("a hundred thousand columns, all of one name, are named in time", { timeout: TIME_LIMIT }, () => {
  const names = new Array(1e5).fill("c").join(",");
  expect(readCsv(names).columnNames().at(-1)).toBe("c.99999");
});

test("a cell of a million characters is read", { timeout: TIME_LIMIT }, () => {
  expect(readCsv(`a\n${"x".repeat(1e6)}`).get("a", 0)).toHaveLength(1e6);
});
