import { expect, test } from "vitest";
import { tableRecords } from "../../src/writers/table-records.ts";
import { thrown } from "../helpers.ts";

test("facts are read by their labels, cells by the names of rows and titles of columns", () => {
  const records = tableRecords({
    title: "T",
    info: [
      ["Scale:", " 11.3669 "],
      ["__proto__", "x"],
    ],
    columns: ["Coef.", "__proto__"],
    rows: [{ name: "Time", cells: ["6.943", " "] }],
  });
  expect(records.facts["Scale:"]).toBe("11.3669");
  expect(Object.entries(records.facts)).toEqual([
    ["Scale:", "11.3669"],
    ["__proto__", "x"],
  ]);
  expect(records.rows.map(({ name, cells }) => [name, Object.entries(cells)])).toEqual([
    [
      "Time",
      [
        ["Coef.", "6.943"],
        ["__proto__", ""],
      ],
    ],
  ]);
});

test("a row with a cell too few is refused by name", () => {
  const error = thrown(() => tableRecords({ info: [], columns: ["a", "b"], rows: [{ name: "x", cells: ["1"] }] }));
  expect(error).toMatchObject({ code: "row-length", data: { row: "x", length: 1, expected: 2 } });
});
