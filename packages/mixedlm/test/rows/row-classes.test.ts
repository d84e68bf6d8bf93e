// Rows sorted into classes by a grouping factor or a column: labels and codes written out by hand.
import { describe, expect, test } from "vitest";
import { lmm } from "../../src/index.ts";
import { fitRows } from "../../src/rows/model-rows.ts";
import { crossingFactor, rowClasses } from "../../src/rows/row-classes.ts";

const table = {
  y: [1, 3, 2, 5, 4, 7, 6, null, 9, 8],
  g: ["b", "b", "b", "a", "a", "a", "c", "c", "c", "d"],
  site: [2, 2, 2, 2, 2, 2, 1, 1, 1, 1],
  part: [10, 10, 20, 10, 10, 20, 10, 30, 10, 10],
  gap: ["u", null, "u", "v", "v", "v", "u", "u", "u", "u"],
};
const fit = lmm("y ~ 1 + (1 | g)", table as never);
const rows = fitRows(fit);
const classes = (name: string) => rowClasses(fit, rows, name, "by");

describe("rows in classes", () => {
  test("of a grouping factor: its labels in order, without the row that lacks its response", () => {
    const { name, labels, codes } = classes("g");
    expect([name, labels]).toEqual(["g", ["a", "b", "c", "d"]]);
    expect([...codes]).toEqual([1, 1, 1, 0, 0, 0, 2, 2, 3]);
  });

  test("of a column: labels that only left-out rows have are none", () => {
    const { labels, codes } = classes("part");
    expect(labels).toEqual([10, 20]);
    expect([...codes]).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 0]);
  });

  test("of combinations: those that rows of the model have", () => {
    const nested = lmm("y ~ 1 + (1 | site) + (1 | g:part)", table as never);
    const { labels } = rowClasses(nested, fitRows(nested), "g:part", "cluster");
    expect(labels).toEqual(["a:10", "a:20", "b:10", "b:20", "c:10", "d:10"]);
  });

  test("of nothing that there is, or that some rows lack, are errors that name the option", () => {
    expect(() => classes("sites")).toThrow(
      expect.objectContaining({ code: "unknown-class", message: expect.stringContaining("did you mean `site`?") }),
    );
    expect(() => classes("gap")).toThrow(
      expect.objectContaining({ code: "missing-class", message: expect.stringContaining("option `by`") }),
    );
  });

  test("cross a grouping factor where one of its levels has rows in several of them", () => {
    expect(crossingFactor(fit, rows, classes("site"))).toBeNull();
    expect(crossingFactor(fit, rows, classes("part"))).toEqual({ factor: "g", level: "b" });
  });
});
