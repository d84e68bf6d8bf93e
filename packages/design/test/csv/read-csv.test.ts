import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type CsvOptions, readCsv } from "../../src/csv/read-csv.ts";
import { toTable } from "../../src/table/table.ts";
import { thrown } from "../thrown.ts";

interface Case {
  text: string;
  options: CsvOptions;
  columns: { name: string; type: string; values: (string | number | boolean | null)[] }[];
}

const fixture = new URL("../../../../fixtures/read-csv/cases.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(fixture, "utf8")) as { cases: Case[] };

/** A column in the fixture's terms: whole numbers as digits, missing as null. */
function described(values: ArrayLike<unknown>): unknown[] {
  const whole = values instanceof Int32Array || values instanceof BigInt64Array;
  return Array.from(values, (value) => {
    if (typeof value === "bigint" || (whole && typeof value === "number")) return String(value);
    if (typeof value !== "number") return value;
    if (Number.isNaN(value)) return null;
    if (Number.isFinite(value)) return value;
    return value > 0 ? "inf" : "-inf";
  });
}

test.each(cases)("$text with $options reads as pandas reads it", ({ text, options, columns }) => {
  const read = readCsv(text, options);
  expect(read.columnNames()).toEqual(columns.map((column) => column.name));
  for (const { name, type, values } of columns) {
    const stored = read.column?.(name) as ArrayLike<unknown>;
    expect(stored instanceof Float64Array).toBe(type === "float64");
    // Whole numbers that need more than 32 bits and are exact as doubles are in a plain array.
    const cells = type === "int64" && Array.isArray(stored) ? stored.map(String) : described(stored);
    expect(cells).toEqual(values);
  }
});

test("types survive on the way into a table", () => {
  const read = toTable(readCsv("k,f,i,s,b\n1.0,2.5,1,x,True\n2.0,NA,2,NA,False\n"));
  expect(read.column("k")).toMatchObject({ kind: "numeric", type: "float" });
  expect(read.column("f").type).toBe("float");
  expect(read.column("i").type).toBe("int");
  expect(read.column("b").type).toBe("bool");
  expect(read.column("s")).toMatchObject({ type: "string", codes: Int32Array.of(0, -1), levels: ["x"] });
});

test("a column may be called like a property of every object, except the one that Arquero cannot hold", () => {
  const read = toTable(readCsv("constructor,toString\n1,a\n2,b\n"));
  expect(read.columnNames).toEqual(["constructor", "toString"]);
  expect(read.column("constructor")).toMatchObject({ values: Float64Array.of(1, 2) });
  expect(thrown(() => readCsv("__proto__,y\n1,2\n")).data).toEqual({ name: "__proto__" });
});

test("a whole number that is not exact as a double is an error where it is used", () => {
  const read = toTable(readCsv("id,y\n9007199254740993,1\n1,2\n"));
  expect(read.column("y").type).toBe("int");
  expect(thrown(() => read.column("id")).code).toBe("unsafe-integer");
});

test("a line with too many fields is an error with its number", () => {
  const error = thrown(() => readCsv('a,b\n"1\n2",3\n\n4,5,6\n'));
  expect(error.code).toBe("csv");
  expect(error.data).toEqual({ line: 5, expected: 2, found: 3 });
});

test("an empty text is an error", () => {
  for (const text of ["", "\n\n", "\ufeff", "  \n"]) expect(thrown(() => readCsv(text)).code).toBe("csv");
});

test("a path or an address in place of the text is an error that says how to read the file", () => {
  for (const text of ["data/pigs.csv", "C:\\data\\pigs.TXT\n", "https://example.org/pigs", " file:///pigs.tsv"]) {
    const error = thrown(() => readCsv(text));
    expect(error.code).toBe("csv");
    expect(error.message).toContain("which names a file; read the file first");
  }
  expect(readCsv("pigs.csv\n1\n").numRows()).toBe(1);
  expect(readCsv("weight,pigs.csv").numRows()).toBe(0);
});

test("a quote that is never closed is an error with the line it was opened on", () => {
  expect(thrown(() => readCsv('a,b\n1,2\n3,"x\ny\n')).data).toEqual({ line: 3 });
});

test("unusable options are errors that say what is expected", () => {
  expect(thrown(() => readCsv("a\n1\n", { delimiter: "" })).data).toMatchObject({ option: "delimiter" });
  expect(thrown(() => readCsv("a\n1\n", { delimiter: ";;" })).code).toBe("option-type");
  expect(thrown(() => readCsv("a\n1\n", { decimal: "," })).data).toMatchObject({ option: "decimal" });
  expect(thrown(() => readCsv("a\n1\n", { types: { b: "int" } })).code).toBe("unknown-name");
  expect(thrown(() => readCsv("a\n1\n", { types: { a: "date" as "int" } })).data).toMatchObject({ option: "types.a" });
});

test("what is no text, and options that do not exist or are no record, are errors", () => {
  expect(thrown(() => readCsv(5 as never))).toMatchObject({ code: "csv", data: { argument: "text", type: "number" } });
  expect(thrown(() => readCsv(new Uint8Array(2) as never))).toMatchObject({ code: "csv", data: { argument: "text" } });
  expect(thrown(() => readCsv("a\n1\n", null as never)).code).toBe("option-type");
  const misspelt = { delimeter: ";" } as never;
  expect(thrown(() => readCsv("a\n1\n", misspelt)).data).toMatchObject({ candidates: ["delimiter"] });
  const wrong = { naValues: "x", keepDefaultNa: "no", types: null };
  for (const [option, value] of Object.entries(wrong)) {
    expect(thrown(() => readCsv("a\n1\n", { [option]: value } as never)).data).toMatchObject({ option });
  }
});

test("text that is not of its declared type is an error with its line", () => {
  const error = thrown(() => readCsv("a\n1\n\nx\n", { types: { a: "float" } }));
  expect(error.data).toEqual({ name: "a", line: 4, value: "x", declared: "float" });
  expect(thrown(() => readCsv("a,b\n1,2\n,3\n", { types: { a: "int" } })).data).toMatchObject({ line: 3 });
});

test("a delimiter that means something in a pattern is taken literally", () => {
  expect(readCsv("a|b\n1^5|2\n", { delimiter: "|", decimal: "^" }).array("a")).toEqual([1.5]);
});
