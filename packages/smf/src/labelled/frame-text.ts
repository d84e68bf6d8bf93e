// The texts of a labelled matrix, as methods: what a Frame prints, and what notebooks and spreadsheets read.
import { type FrameRecord, frameCsv, frameHtml, frameMarkdown, frameText } from "@mixedlm/report";
import { printable } from "../results/printable.ts";
import type { Dtype, Value } from "./dtype.ts";
import type { Label } from "./labels.ts";

/** What every labelled matrix has, and the texts that follow from it. */
export abstract class FrameText {
  static {
    printable(FrameText.prototype);
  }

  /** Labels of the rows. */
  abstract readonly index: readonly Label[];
  /** Names of the columns. */
  abstract readonly columns: readonly Label[];
  /** Rows as arrays. */
  abstract readonly values: readonly (readonly Value[])[];
  /** Kind of each column. */
  abstract readonly dtypes: Iterable<Dtype>;

  /** The text of the whole frame: nothing left out, cut or continued. */
  to_string(): string {
    return frameText(recordOf(this), { display: "whole" });
  }
  /** HTML: a table of class `dataframe`. */
  to_html(): string {
    return frameHtml(recordOf(this));
  }
  /** HTML with pandas' style, long frames shortened: what notebooks show. */
  _repr_html_(): string {
    return frameHtml(recordOf(this), { notebook: true });
  }
  /** CSV text: a header, then a line for each row, its label first. */
  to_csv(): string {
    return frameCsv(recordOf(this));
  }
  /** A markdown table. */
  to_markdown(): string {
    return frameMarkdown(recordOf(this));
  }
  /** The text that pandas prints. */
  toString(): string {
    return frameText(recordOf(this));
  }
}

function recordOf({ index, columns, values, dtypes }: FrameText): FrameRecord {
  return { index, columns, values, types: { dtypes: [...dtypes] } };
}
