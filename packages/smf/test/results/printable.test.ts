import { inspect } from "node:util";
import { expect, test } from "vitest";
import { Frame } from "../../src/labelled/frame.ts";
import { Series } from "../../src/labelled/series.ts";
import { printable } from "../../src/results/printable.ts";
import { Summary } from "../../src/results/summary.ts";

interface Display {
  [display: symbol]: () => Record<string, string>;
}

const display = (object: unknown): Record<string, string> => (object as Display)[Symbol.for("Jupyter.display")]!();
const frame = new Frame(["r"], ["x"], [[1.5]]);
const summary = new Summary({
  title: "t",
  info: [["Model:", "MixedLM"]],
  columns: ["Coef."],
  rows: [{ name: "x", cells: ["1"] }],
});

test("an object that is made printable prints its text and shows no HTML unless it has some", () => {
  const plain = { toString: () => "as text" };
  printable(plain);
  expect(inspect(plain)).toBe("as text");
  expect(inspect({ inside: plain })).toContain("as text");
  expect(display(plain)).toEqual({ "text/plain": "as text" });
  expect(Object.keys(plain)).toEqual(["toString"]);
});

test("console.log of a series, frame or summary prints its text", () => {
  const series = new Series(["a"], [1.5]);
  for (const object of [series, frame, summary]) expect(inspect(object)).toBe(String(object));
});

test("notebooks show the HTML of frames and summaries, and the text of series, as those of pandas", () => {
  expect(display(frame)).toEqual({ "text/plain": String(frame), "text/html": frame._repr_html_() });
  expect(display(frame)["text/html"]).toContain('<table border="1" class="dataframe">');
  expect(display(summary)).toEqual({ "text/plain": summary.as_text(), "text/html": summary.as_html() });
  expect(display(new Series(["a"], [1.5]))).toEqual({ "text/plain": "a    1.5\ndtype: float64" });
});
