// A page of documentation -> the same page with its examples computed. An example stands between two comments, which
// a reader of the rendered page does not see:
//
//   <!-- columns: one input a line --> ...what the code gives... <!-- end -->
//
// so a page cannot show what the code does not do; a test compares the pages with what this file makes of them.
import { readFileSync } from "node:fs";
import { buildMatrices, DesignError, lintFormula, matrixRows, readCsv } from "@mixedlm/design";
import {
  FormulaError,
  type ModelFormula,
  parseConstraints,
  parseFormula,
  parseMixedFormula,
  termName,
  translate,
} from "@mixedlm/formula";
import { type Fit, FitError, lmm } from "mixedlm";

/** The table of the examples: twelve pupils of three schools, one of whom did not say how many hours they worked. */
export const pupils = {
  score: [62, 71, 68, 80, 55, 60, 74, 66, 81, 77, 69, 90],
  hours: [2, 4, 3, 6, 1, 2, 5, null, 6, 5, 3, 8],
  method: ["new", "old", "new", "old", "new", "old", "new", "old", "new", "old", "new", "old"],
  school: ["A", "A", "A", "A", "B", "B", "B", "B", "C", "C", "C", "C"],
  room: ["1", "1", "2", "2", "1", "1", "2", "2", "1", "1", "2", "2"],
  year: ["y1", "y2", "y3", "y1", "y2", "y3", "y1", "y2", "y3", "y1", "y2", "y3"],
} as const;

/** What each kind of example does with its lines. */
const KINDS: Readonly<Record<string, (lines: readonly string[]) => string>> = {
  columns,
  rows,
  errors,
  bars,
  constraints,
  lint,
  fits,
  values,
};

/**
 * Computes the examples of a page.
 *
 * @param page - Markdown.
 * @returns the page with the text between each pair of comments replaced.
 * @throws Error for a kind of example that does not exist.
 */
export function withExamples(page: string): string {
  return page.replace(/(<!-- (\w+):([\s\S]*?)-->\n)[\s\S]*?(<!-- end -->)/g, (_, open, kind, inputs, close) => {
    const make = KINDS[kind];
    if (make === undefined) throw new Error(`no kind of example is called ${kind}`);
    const lines = (inputs as string)
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => line.trim());
    return `${open}\n\`\`\`text\n${make(lines).trimEnd()}\n\`\`\`\n\n${close}`;
  });
}

/** Each formula with the names of its columns below it. */
function columns(formulas: readonly string[]): string {
  return formulas
    .map((formula) => {
      const { names } = buildMatrices(parseFormula(formula), pupils).rhs;
      return `${formula}\n${wrapped(names)}`;
    })
    .join("\n");
}

/** Names in lines of at most 110 characters, indented. */
function wrapped(names: readonly string[]): string {
  const lines = [""];
  for (const name of names) {
    const line = lines[lines.length - 1]!;
    const longer = line === "" ? `    ${name}` : `${line}   ${name}`;
    if (longer.length > 110 && line !== "") lines.push(`    ${name}`);
    else lines[lines.length - 1] = longer;
  }
  return lines.join("\n");
}

/** Each formula with the first rows of its matrix. */
function rows(formulas: readonly string[]): string {
  return formulas.map((formula) => `${formula}\n${firstRows(formula, 4)}`).join("\n\n");
}

function firstRows(formula: string, count: number): string {
  const { rhs } = buildMatrices(parseFormula(formula), pupils);
  const { rows: numbers, data } = matrixRows(rhs, pupils);
  const cells = rhs.names.map((name, j) => {
    const values = Array.from({ length: count }, (_, i) => String(Number(data[j * numbers.length + i]!.toFixed(4))));
    const width = Math.max(name.length, ...values.map((value) => value.length));
    return [name, ...values].map((text) => text.padStart(width));
  });
  return Array.from({ length: count + 1 }, (_, i) => `  ${cells.map((column) => column[i]).join("  ")}`).join("\n");
}

/** Each formula with the error it gives; the response is not looked at when there is none. */
function errors(formulas: readonly string[]): string {
  return formulas.map((formula) => messageOf(() => buildMatrices(parseFormula(formula), pupils))).join("\n\n");
}

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof FormulaError || error instanceof DesignError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error("an example of an error gives none");
}

/** Each formula with bars: its random terms, and how statsmodels and MixedModels.jl say it. */
function bars(formulas: readonly string[]): string {
  return formulas
    .map((formula) => {
      const model = parseMixedFormula(formula);
      const lines = [formula, ...model.random.map((term) => `  random          ${randomText(term)}`)];
      return [
        ...lines,
        `  statsmodels     ${said(model, "statsmodels")}`,
        `  MixedModels.jl  ${said(model, "MixedModels.jl")}`,
      ].join("\n");
    })
    .join("\n\n");
}

function randomText({ terms, group }: ModelFormula["random"][number]): string {
  return `${terms.map(termName).join(", ")} by ${group.map((factor) => factor.name).join(" and ")}`;
}

function said(model: ModelFormula, to: "statsmodels" | "MixedModels.jl"): string {
  const translation = translate(model, to);
  return translation.ok
    ? translation.text.replaceAll("\n", `\n${" ".repeat(18)}`)
    : `not possible: ${translation.error.message.split("\n")[0]}`;
}

/** The first line names the coefficients, blanks between; each other line is a constraint. */
function constraints([names = "", ...texts]: readonly string[]): string {
  const columnNames = names.split(/\s+/);
  return texts
    .map((text) => {
      const { coefs, constants } = parseConstraints(text, columnNames);
      return [text, ...coefs.map((row, i) => `  [${row.join(", ")}] · b = ${constants[i]}`)].join("\n");
    })
    .join("\n");
}

/** What the lint says of each formula with bars. */
function lint(formulas: readonly string[]): string {
  return formulas
    .map((formula) => {
      const found = lintFormula(parseMixedFormula(formula), pupils);
      return [formula, ...found.map(({ code, message, fix }) => `  ${code}: ${message};\n      ${fix}`)].join("\n");
    })
    .join("\n\n");
}

/** Each line is `data set ;; formula ;; options as JSON`: the call, and the fit or the error as text. */
function fits(lines: readonly string[]): string {
  return lines
    .map((line) => {
      const [dataset = "", formula = "", options] = parts(line);
      const call = `lmm("${formula}", ${dataset}${options === undefined ? "" : `, ${options}`})`;
      return `> ${call}\n${indented(fitOrMessage(dataset, formula, options))}`;
    })
    .join("\n\n");
}

/** The first line is a fit as above; each other one the path of a value in it, calls without arguments included. */
function values([first = "", ...paths]: readonly string[]): string {
  const [dataset = "", formula = "", options] = parts(first);
  const fit = fitOf(dataset, formula, options);
  const names = paths.map((path) => `fit.${path.replace(/\.(\d+)/g, "[$1]")}`);
  const width = Math.max(...names.map((name) => name.length)) + 2;
  return names
    .map((name, at) => {
      const [value = "", ...rest] = wrap(shown(valueAt(fit, paths[at]!)), 110 - width);
      return [name.padEnd(width) + value, ...rest.map((line) => " ".repeat(width) + line)].join("\n");
    })
    .join("\n");
}

function parts(line: string): string[] {
  return line.split(";;").map((part) => part.trim());
}

function fitOf(dataset: string, formula: string, options = "{}"): Fit {
  return lmm(
    formula,
    readCsv(readFileSync(`fixtures/${dataset}/data.csv`, "utf8")),
    JSON.parse(options.replace(/(\w+):/g, '"$1":')),
  );
}

function fitOrMessage(dataset: string, formula: string, options: string | undefined): string {
  try {
    return String(fitOf(dataset, formula, options));
  } catch (error) {
    if (error instanceof FitError || error instanceof DesignError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

function indented(text: string): string {
  const lines = text.split("\n").flatMap((line) => wrap(line, 108));
  return lines.map((line) => (line === "" ? "" : `  ${line}`)).join("\n");
}

/** Breaks a line at blanks; a table's leading blanks stay. */
function wrap(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  const at = line.lastIndexOf(" ", width);
  return at <= 0 ? [line] : [line.slice(0, at), ...wrap(line.slice(at + 1), width)];
}

function valueAt(fit: Fit, path: string): unknown {
  return path.split(".").reduce((value: unknown, step) => {
    const [name, isCall] = step.endsWith("()") ? [step.slice(0, -2), true] : [step, false];
    const next = (value as Record<string, unknown>)[name];
    return isCall ? (next as () => unknown).call(value) : next;
  }, fit);
}

/** JSON with spaces and six digits. */
function shown(value: unknown): string {
  const text = JSON.stringify(value, (_, entry) => (typeof entry === "number" ? Number(entry.toPrecision(6)) : entry));
  return text.replace(/,(?=\S)/g, ", ").replace(/"(\w+)":/g, "$1: ");
}
