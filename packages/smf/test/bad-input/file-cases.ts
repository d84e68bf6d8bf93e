// Files that are damaged, of another kind or of another version, and texts that are no table.
import * as mixedlm from "mixedlm";
import * as smf from "../../src/index.ts";
import { table } from "./inputs.ts";
import type { BadInput } from "./run-cases.ts";

// biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse is the point
type Untyped = any;
const n: Untyped = mixedlm;
const s: Untyped = smf;

/** A model file as JSON data, and a saved result. */
export const file: Untyped = JSON.parse(JSON.stringify(n.toJSON(n.lmm("y ~ x + (1 | g)", table))));
export const saved: string = s.mixedlm("y ~ x", table, "g").fit().save();
const change = (own: object): string => JSON.stringify({ ...file, ...own });
const csv: Untyped = s.readCsv;
const cyclic: Untyped = { ...file };
cyclic.self = cyclic;

export const modelFileCases: readonly BadInput[] = [
  {
    kind: "an empty text",
    call: () => n.fromJSON(""),
    code: "not-a-model-file",
    message:
      '"" is no model file: give the text of one, or the object that `JSON.parse` makes of it (written by `JSON.stringify(toJSON(fit))`)',
  },
  {
    kind: "null",
    call: () => n.fromJSON(null),
    code: "not-a-model-file",
    message:
      "null is no model file: give the text of one, or the object that `JSON.parse` makes of it (written by `JSON.stringify(toJSON(fit))`)",
  },
  {
    kind: "nothing",
    call: () => n.fromJSON(),
    code: "not-a-model-file",
    message:
      "undefined is no model file: give the text of one, or the object that `JSON.parse` makes of it (written by `JSON.stringify(toJSON(fit))`)",
  },
  {
    kind: "a list",
    call: () => n.fromJSON("[]"),
    code: "not-a-model-file",
    message:
      "an array of 0 is no model file: give the text of one, or the object that `JSON.parse` makes of it (written by `JSON.stringify(toJSON(fit))`)",
  },
  {
    kind: "a web page",
    call: () => n.fromJSON("<!doctype html>"),
    code: "not-a-model-file",
    message:
      '"<!doctype html>" is no model file: give the text of one, or the object that `JSON.parse` makes of it (written by `JSON.stringify(toJSON(fit))`)',
  },
  {
    kind: "an empty record",
    call: () => n.fromJSON({}),
    code: "not-a-model-file",
    message:
      "an object is no model file: give the text of one, or the object that `JSON.parse` makes of it (written by `JSON.stringify(toJSON(fit))`)",
  },
  {
    kind: "bytes",
    call: () => n.fromJSON(new TextEncoder().encode(JSON.stringify(file))),
    code: "not-a-model-file",
    message:
      "a Uint8Array is no model file: give the text of one, or the object that `JSON.parse` makes of it (written by `JSON.stringify(toJSON(fit))`)",
  },
  {
    kind: "a fit",
    call: () => n.fromJSON(n.lmm("y ~ x + (1 | g)", table)),
    code: "not-a-model-file",
    message:
      "an object is no model file: give the text of one, or the object that `JSON.parse` makes of it (written by `JSON.stringify(toJSON(fit))`)",
  },
  {
    kind: "a saved result of the other kind",
    call: () => n.fromJSON(saved),
    code: "not-a-model-file",
    message:
      "an object is no model file: give the text of one, or the object that `JSON.parse` makes of it (written by `JSON.stringify(toJSON(fit))`)",
  },
  {
    kind: "lists 100,000 deep",
    call: () => n.fromJSON("[".repeat(1e5)),
    code: "not-a-model-file",
    message:
      '"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[..." is no model file: give the text of one, or the object that `JSON.parse` makes of it (written by `JSON.stringify(toJSON(fit))`)',
  },
  {
    kind: "another format",
    call: () => n.fromJSON(change({ format: "x" })),
    code: "not-a-model-file",
    message:
      "an object is no model file: give the text of one, or the object that `JSON.parse` makes of it (written by `JSON.stringify(toJSON(fit))`)",
  },
  {
    kind: "no version",
    call: () => n.fromJSON(change({ version: undefined })),
    code: "damaged-model-file",
    message:
      "the model file is damaged: its `version` is no whole number, 1 or more; write it again with `toJSON(fit)`",
  },
  {
    kind: "version null",
    call: () => n.fromJSON(change({ version: null })),
    code: "damaged-model-file",
    message:
      "the model file is damaged: its `version` is no whole number, 1 or more; write it again with `toJSON(fit)`",
  },
  {
    kind: "version 0",
    call: () => n.fromJSON(change({ version: 0 })),
    code: "damaged-model-file",
    message:
      "the model file is damaged: its `version` is no whole number, 1 or more; write it again with `toJSON(fit)`",
  },
  {
    kind: "a later version",
    call: () => n.fromJSON(change({ version: 2 })),
    code: "newer-model-file",
    message:
      "the model file is of version 2, and this package reads versions up to 1: update the package, or write the file with this one",
  },
  {
    kind: "no checksum",
    call: () => n.fromJSON(change({ checksum: undefined })),
    code: "damaged-model-file",
    message: "the model file is damaged: its checksum is not that of what it holds; write it again with `toJSON(fit)`",
  },
  {
    kind: "another checksum",
    call: () => n.fromJSON(change({ checksum: "0000000000000000" })),
    code: "damaged-model-file",
    message: "the model file is damaged: its checksum is not that of what it holds; write it again with `toJSON(fit)`",
  },
  {
    kind: "one number changed",
    call: () => n.fromJSON(change({ objective: file.objective + 1e-9 })),
    code: "damaged-model-file",
    message: "the model file is damaged: its checksum is not that of what it holds; write it again with `toJSON(fit)`",
  },
  {
    kind: "a key more",
    call: () => n.fromJSON(change({ more: 1 })),
    code: "damaged-model-file",
    message: "the model file is damaged: its checksum is not that of what it holds; write it again with `toJSON(fit)`",
  },
  {
    kind: "an own __proto__",
    call: () => n.fromJSON(JSON.stringify(file).replace("{", '{"__proto__":{},')),
    code: "damaged-model-file",
    message: "the model file is damaged: its checksum is not that of what it holds; write it again with `toJSON(fit)`",
  },
  {
    kind: "a record in itself",
    call: () => n.fromJSON(cyclic),
    code: "damaged-model-file",
    message: "the model file is damaged: it nests too deep, or in itself; write it again with `toJSON(fit)`",
  },
  {
    kind: "an empty text, of statsmodels' load",
    call: () => s.load(""),
    code: "saved-format",
    message: "this is not a saved result: the text is no JSON; is it complete?",
  },
  {
    kind: "null, of statsmodels' load",
    call: () => s.load(null),
    code: "saved-format",
    message: "this is not a saved result: it is no text",
  },
  {
    kind: "a pickle",
    call: () => s.load("\x80\x04\x95cstatsmodels"),
    code: "saved-format",
    message: "this is not a saved result: the text is no JSON; is it complete?",
  },
  {
    kind: "bytes, of statsmodels' load",
    call: () => s.load(new Uint8Array(4)),
    code: "saved-format",
    message: "this is not a saved result: it is no text",
  },
  {
    kind: "a model file",
    call: () => s.load(JSON.stringify(file)),
    code: "saved-format",
    message: 'this is not a saved result: `format` is not "mixedlm-smf-results"',
  },
  {
    kind: "a later version, of statsmodels' load",
    call: () => s.load(saved.replace('"version":1', '"version":9')),
    code: "saved-version",
    message:
      "this result was saved in version 9 of the format, but only versions up to 1 are known; load it with the program that saved it",
  },
];

export const csvCases: readonly BadInput[] = [
  {
    kind: "nothing",
    call: () => csv(),
    code: "csv",
    message: "`text` is undefined, expected the text of a file, with the names of the columns first",
  },
  {
    kind: "null",
    call: () => csv(null),
    code: "csv",
    message: "`text` is null, expected the text of a file, with the names of the columns first",
  },
  {
    kind: "bytes",
    call: () => csv(new TextEncoder().encode("a,b\n1,2")),
    code: "csv",
    message: "`text` is a Uint8Array, expected the text of a file, with the names of the columns first",
  },
  {
    kind: "an ArrayBuffer",
    call: () => csv(new ArrayBuffer(8)),
    code: "csv",
    message: "`text` is an ArrayBuffer, expected the text of a file, with the names of the columns first",
  },
  {
    kind: "an empty text",
    call: () => csv(""),
    code: "csv",
    message: "the text is empty; the first line should name the columns",
  },
  {
    kind: "only line ends",
    call: () => csv("\n\r\n\n"),
    code: "csv",
    message: "the text is empty; the first line should name the columns",
  },
  {
    kind: "only a BOM",
    call: () => csv("\uFEFF"),
    code: "csv",
    message: "the text is empty; the first line should name the columns",
  },
  {
    kind: "a line with a field too many",
    call: () => csv("a,b\n1,2\n1,2,3\n"),
    code: "csv",
    message: "line 3 has 3 fields, expected 2; quote a field that contains the delimiter",
  },
  {
    kind: "a quote that never ends",
    call: () => csv('a,b\n1,"2\n3,4\n'),
    code: "csv",
    message: "the quote opened on line 2 is never closed",
  },
  {
    kind: "a column called __proto__",
    call: () => csv("a,__proto__\n1,2"),
    code: "csv",
    message: "an Arquero table cannot have a column called `__proto__`; rename it",
  },
  {
    kind: "a text in a column of numbers",
    call: () => csv("a\n1\nx", { types: { a: "float" } }),
    code: "csv",
    message: 'column `a` is declared float, but line 3 has "x"',
  },
  {
    kind: "a missing value in a column of whole numbers",
    call: () => csv("a,b\n1,2\n,3", { types: { a: "int" } }),
    code: "csv",
    message: 'column `a` is declared int, but line 3 has ""',
  },
  {
    kind: "a type for a column that is not there",
    call: () => csv("a\n1", { types: { b: "float" } }),
    code: "unknown-name",
    message: "`b` is not a column of the table (columns: a)",
  },
  {
    kind: "a type that is none",
    call: () => csv("a\n1", { types: { a: "number" } }),
    code: "option-type",
    message: 'option `types.a` of readCsv is "number", expected float, int, bool or string',
  },
  {
    kind: "pandas' sep",
    call: () => csv("a;b", { sep: ";" }),
    code: "unknown-option",
    message: "`sep` is not an option of readCsv (options: delimiter, decimal, naValues, keepDefaultNa, types)",
  },
  {
    kind: "na_values",
    call: () => csv("a", { na_values: ["-"] }),
    code: "unknown-option",
    message:
      "`na_values` is not an option of readCsv; did you mean `naValues`? (options: delimiter, decimal, naValues, keepDefaultNa, types)",
  },
  {
    kind: "two characters for a delimiter",
    call: () => csv("a", { delimiter: "||" }),
    code: "option-type",
    message: 'option `delimiter` of readCsv is "||", expected one character that is neither a quote nor a line end',
  },
  {
    kind: "a quote for a delimiter",
    call: () => csv("a", { delimiter: '"' }),
    code: "option-type",
    message: 'option `delimiter` of readCsv is """, expected one character that is neither a quote nor a line end',
  },
  {
    kind: "the delimiter for decimals",
    call: () => csv("a", { delimiter: ",", decimal: "," }),
    code: "option-type",
    message: 'option `decimal` of readCsv is ",", expected another character than the delimiter',
  },
  {
    kind: "a text for a list",
    call: () => csv("a", { naValues: "-" }),
    code: "option-type",
    message: 'option `naValues` of readCsv is "-", expected a list of texts',
  },
  {
    kind: "null for options",
    call: () => csv("a", null),
    code: "option-type",
    message:
      "the options of readCsv are null, expected an object (options: delimiter, decimal, naValues, keepDefaultNa, types)",
  },
  {
    kind: "a path",
    call: () => csv(5),
    code: "csv",
    message: "`text` is 5, expected the text of a file, with the names of the columns first",
  },
];
