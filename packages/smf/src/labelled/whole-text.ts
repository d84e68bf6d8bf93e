// A labelled vector -> all its lines, however many, as pandas' `Series.to_string()` writes them.
import { frameText } from "@mixedlm/report";
import type { Dtype, Value } from "./dtype.ts";
import type { Label } from "./labels.ts";

/**
 * The lines of a vector without name and kind: those of a frame of one nameless column, set further from the labels.
 */
export function wholeText(index: readonly Label[], values: ArrayLike<Value>, dtype: Dtype): string {
  if (values.length === 0) return "Series([], )";
  const rows = Array.from(values, (value) => [value]);
  const lines = (labels: readonly Label[]): string[][] => {
    const text = frameText(
      { index: labels, columns: [""], values: rows, types: { dtypes: [dtype] } },
      { display: "whole" },
    );
    return text.split("\n").map((line) => [...line]);
  };
  const [header, ...body] = lines(index) as [string[], ...string[][]];
  const labelWidth = header.length - lines(index.map(() => ""))[0]!.length;
  return body.map((line) => [...line.slice(0, labelWidth), "  ", ...line.slice(labelWidth)].join("")).join("\n");
}
