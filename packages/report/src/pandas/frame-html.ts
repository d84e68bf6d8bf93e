// A labelled matrix comes in, the HTML goes out that pandas writes for it: `to_html()`, or what a notebook shows.

import { strip } from "../writers/layout.ts";
import { checkFrame, type FrameRecord, MAX_WIDTH, padColumn, typedFrameColumn } from "./frame-columns.ts";
import { typedIndex } from "./pandas-labels.ts";
import { NOTEBOOK_COLUMNS, ROWS, type ShownPart, shownPart } from "./shown-part.ts";

/** Which of pandas' two forms is written. */
export interface FrameHtmlOptions {
  /**
   * Whether to write what `_repr_html_()` gives a notebook, with its style, long frames shortened and their size told;
   * by default the whole frame, as `to_html()`.
   */
  readonly notebook?: boolean;
}

const STYLE = `<style scoped>
    .dataframe tbody tr th:only-of-type {
        vertical-align: middle;
    }

    .dataframe tbody tr th {
        vertical-align: top;
    }

    .dataframe thead th {
        text-align: right;
    }
</style>`;

/**
 * Writes a labelled matrix as an HTML table, `<table border="1" class="dataframe">`.
 *
 * @param frame - the matrix, n rows of p values, with its labels, names and types.
 * @param options - which of the two forms.
 * @returns lines joined by `\n`, without a line break at the end; `&`, `<` and `>` are escaped.
 * @throws {@link ReportError} `label-count`, `row-length`, `dtype-mismatch`
 * @see pandas 1.5.3, `DataFrame.to_html`, `DataFrame._repr_html_` with `display.max_columns` 20.
 */
export function frameHtml(frame: FrameRecord, { notebook = false }: FrameHtmlOptions = {}): string {
  checkFrame(frame);
  const { index, columns } = frame;
  const rows = shownPart(index.length, notebook ? ROWS : { ...ROWS, most: index.length });
  const places = shownPart(columns.length, notebook ? NOTEBOOK_COLUMNS : { ...ROWS, most: columns.length });
  const table = tableLines(frame, rows, places, notebook);
  if (!notebook) return table.join("\n");
  const isElided = rows.gap !== undefined || places.gap !== undefined;
  const size = isElided ? [`<p>${index.length} rows × ${columns.length} columns</p>`] : [];
  return ["<div>", STYLE, ...table, ...size, "</div>"].join("\n");
}

function tableLines(frame: FrameRecord, rows: ShownPart, places: ShownPart, notebook: boolean): string[] {
  const indexName = frame.types?.indexName;
  const headers = withDots(columnLabels(frame, places.positions, notebook), places.gap);
  const names =
    indexName === undefined ? [] : rowLines([indexName, ...headers.map(() => "")], Number.POSITIVE_INFINITY);
  const body = bodyRows(frame, rows, places, notebook ? MAX_WIDTH : Number.POSITIVE_INFINITY);
  return [
    '<table border="1" class="dataframe">',
    "  <thead>",
    ...rowLines(["", ...headers], Number.POSITIVE_INFINITY, ' style="text-align: right;"'),
    ...names,
    "  </thead>",
    "  <tbody>",
    ...body.flatMap((cells) => rowLines(cells, 1)),
    "  </tbody>",
    "</table>",
  ];
}

// a notebook's headers are formatted together, those of the file one by one
function columnLabels({ columns, types }: FrameRecord, places: readonly number[], notebook: boolean): string[] {
  const index = typedIndex(columns, types?.columnsDtype);
  return notebook ? index.texts(places) : places.map((place) => index.bare(place));
}

function bodyRows(frame: FrameRecord, rows: ShownPart, places: ShownPart, maxWidth: number): string[][] {
  const labels = typedIndex(frame.index, frame.types?.indexDtype).texts(rows.positions);
  const columns = places.positions.map((place) =>
    padColumn(typedFrameColumn(frame, place).texts(rows.positions), 0, maxWidth, "right"),
  );
  const body = labels.map((label, i) => [
    label,
    ...withDots(
      columns.map((column) => column[i]!),
      places.gap,
    ),
  ]);
  if (rows.gap === undefined) return body;
  const dots = Array<string>(body[0]?.length ?? 0).fill("...");
  return [...body.slice(0, rows.gap), dots, ...body.slice(rows.gap)];
}

function withDots(cells: readonly string[], gap: number | undefined): string[] {
  return gap === undefined ? [...cells] : [...cells.slice(0, gap), "...", ...cells.slice(gap)];
}

// the first `heads` cells are headings
function rowLines(cells: readonly string[], heads: number, style = ""): string[] {
  const lines = cells.map((cell, j) => {
    const tag = j < heads ? "th" : "td";
    return `      <${tag}>${strip(escapeMarkup(cell))}</${tag}>`;
  });
  return [`    <tr${style}>`, ...lines, "    </tr>"];
}

function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
