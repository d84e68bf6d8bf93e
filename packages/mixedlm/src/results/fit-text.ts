// A fit as plain text, laid out as lme4 prints one: criterion, variances, fixed effects, and what kind of point it is.
import { numberColumn } from "@mixedlm/report";
import type { Fit } from "./fit.ts";
import type { FittedTerm } from "./fitted-terms.ts";

/** Writes the fit. */
export function fitText(fit: Fit): string {
  const { formula, reml, n, sizes, design, status, warnings, dropped } = fit;
  const groups = sizes.map(({ group, levels }) => `${group}, ${levels}`).join("; ");
  const missing = design.rows.total - design.rows.kept;
  const lines = [
    `Linear mixed model fit by ${reml ? "REML" : "maximum likelihood"}`,
    `Formula: ${formula.trim()}`,
    ...(design.weights === null ? [] : [`Weights: ${design.weights}`]),
    ...(design.offset.length === 0 ? [] : [`Offset: ${design.offset.map(({ name }) => name).join(" + ")}`]),
    criterionLine(fit),
    "",
    "Random effects:",
    ...randomTable(fit),
    `Number of observations: ${n}; groups: ${groups}`,
    ...(missing === 0 ? [] : [`${missing} of ${design.rows.total} rows left out, where a value is missing`]),
    "",
    ...(fit.p === 0 ? ["No fixed effects"] : ["Fixed effects:", ...fixedTable(fit)]),
    ...(dropped.length === 0 ? [] : [`Left out, combinations of the others: ${dropped.join(", ")}`]),
    "",
    status.text,
    ...warnings.filter(({ code }) => code === "unidentified-components").map(({ message }) => message),
  ];
  return lines.join("\n");
}

function criterionLine({ reml, objective, logLik, aic, bic }: Fit): string {
  const text = (value: number): string => value.toFixed(2);
  if (reml) return `REML criterion: ${text(objective)}`;
  return `AIC: ${text(aic)}  BIC: ${text(bic)}  logLik: ${text(logLik)}  deviance: ${text(objective)}`;
}

/** Group, name, variance, standard deviation and correlations; the residual last. */
function randomTable({ terms, components, sigma }: Fit): string[] {
  const rows = [
    ...terms.flatMap((term) =>
      term.names.map((name, i) => ({
        group: i === 0 ? term.group : "",
        name,
        stdDev: term.stdDev[i],
        correlations: correlations(term, i),
      })),
    ),
    ...components.map(({ group, name, stdDev }) => ({ group, name, stdDev, correlations: [] })),
    { group: "Residual", name: "", stdDev: sigma, correlations: [] },
  ];
  const header = ["Group", "Name", "Variance", "Std.Dev."];
  const variances = numberColumn(rows.map(({ stdDev }) => stdDev ** 2));
  const deviations = numberColumn(rows.map(({ stdDev }) => stdDev));
  const width = Math.max(...rows.map((row) => row.correlations.length));
  const cells = rows.map(({ group, name, correlations: own }, i) => [
    group,
    name,
    variances[i],
    deviations[i],
    ...Array.from({ length: width }, (_, j) => own[j] ?? ""),
  ]);
  return table([[...header, ...Array.from({ length: width }, (_, j) => (j === 0 ? "Corr" : ""))], ...cells], 2);
}

/** Correlations with the columns before; of a structure with one correlation that one, once. */
function correlations({ correlation, rho, structure, names }: FittedTerm, i: number): string[] {
  if (rho !== null) return i === 1 ? [`${rho.toFixed(2)} (${structure})`] : [];
  if (structure === "diag" || structure === "homdiag") return [];
  return names.slice(0, i).map((_, j) => correlation[i][j]?.toFixed(2) ?? "");
}

function fixedTable({ coefficients }: Fit): string[] {
  const numbers = numberColumn(coefficients.flatMap(({ estimate, stdError }) => [estimate, stdError]));
  const t = numberColumn(coefficients.map(({ tValue }) => tValue));
  const rows = coefficients.map(({ name }, j) => [name, numbers[2 * j], numbers[2 * j + 1], t[j]]);
  return table([["", "Estimate", "Std. Error", "t value"], ...rows], 1);
}

/** Columns side by side: the first `left` ones start together, the others end together. */
function table(rows: readonly (readonly string[])[], left: number): string[] {
  const widths = rows[0].map((_, j) => Math.max(...rows.map((row) => row[j].length)));
  return rows.map((row) => {
    const cells = row.map((cell, j) => (j < left ? cell.padEnd(widths[j]) : cell.padStart(widths[j])));
    return ` ${cells.join("  ")}`.trimEnd();
  });
}
