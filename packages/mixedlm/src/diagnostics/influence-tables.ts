// Deletions -> the table that is printed: those that move the fixed effects most, first.
import type { ResultTable } from "../printing/result-table.ts";
import type { Influence } from "./influence.ts";

/** Deletions that are printed. */
const SHOWN = 10;

/** Makes the table of deletions. */
export function influenceTables(
  influence: Omit<Influence, "toString" | "toHtml" | "toLatex" | "toMarkdown">,
): ResultTable[] {
  const { by, refit, names, labels, cooksDistance, dfbetas, covRatio, sigma, failures } = influence;
  const order = labels
    .map((_, i) => i)
    .filter((i) => !Number.isNaN(cooksDistance[i]))
    .sort((a, b) => cooksDistance[b] - cooksDistance[a]);
  const shown = order.slice(0, SHOWN);
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return [
    {
      title: `Influence of each ${by === "row" ? "row" : `level of ${by}`}, ${refit}`,
      columns: [
        { head: by === "row" ? "Row" : by, kind: "label" },
        { head: "Cook's distance", kind: "number" },
        ...names.map((name) => ({ head: `dfbetas ${name}`, kind: "number" as const })),
        { head: "covRatio", kind: "number" },
        { head: "sigma", kind: "number" },
      ],
      rows: shown.map((i) => [
        ...[String(labels[i]), known(cooksDistance[i]), ...dfbetas[i].map(known)],
        ...[known(covRatio[i]), known(sigma[i])],
      ]),
      notes: [
        ...(order.length > SHOWN ? [`the ${SHOWN} of ${labels.length} that count most`] : []),
        ...(failures.length > 0 ? [`${failures.length} of ${labels.length} have no fit: see \`failures\``] : []),
      ],
    },
  ];
}
