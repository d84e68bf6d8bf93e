// What must hold of any text whatever: each reader of the formula package gives a value or a `FormulaError` with a code
// and a place inside its text, soon; what was read can be printed, read again, and translated or refused as well.
import {
  FormulaError,
  parseConstraints,
  parseFormula,
  parseMixedFormula,
  parseSyntax,
  printSyntax,
  type Target,
  translate,
  underline,
} from "@mixedlm/formula";

/** Milliseconds that one reading may take. */
export const SLOWEST = 50;

/** A text that broke a rule. */
export interface Problem {
  readonly text: string;
  readonly reader: string;
  readonly what: string;
}

/** How often each outcome was seen: codes of errors, and `read`. */
export type Tally = Map<string, number>;

const COLUMNS = ["y", "x", "my x", "g", "größe"];
const COEFFICIENTS = ["Intercept", "a", "b", "x", "y", "z", "a[T.b]", "a:x", "np.log(x)", "größe"];
const TARGETS: readonly Target[] = ["statsmodels", "lme4", "MixedModels.jl"];

const READERS: ReadonlyMap<string, (text: string) => unknown> = new Map([
  ["parseFormula", (text: string) => printedAgain(text, "patsy", parseFormula(text))],
  [
    "parseFormula, extended",
    (text: string) => printedAgain(text, "extended", parseFormula(text, { dialect: "extended", columns: COLUMNS })),
  ],
  ["parseMixedFormula", (text: string) => translatedToAll(text)],
  ["parseConstraints", (text: string) => parseConstraints(text, COEFFICIENTS)],
]);

/**
 * Lets all readers have a text.
 *
 * @param tally - counts the outcomes.
 * @returns the first rule that was broken, or null.
 */
export function check(text: string, tally: Tally): Problem | null {
  for (const [reader, read] of READERS) {
    const started = performance.now();
    const what = outcome(read, text, tally, reader);
    const broken = what ?? (performance.now() - started > SLOWEST && isSlow(read, text) ? "is slow" : null);
    if (broken !== null) return { text, reader, what: broken };
  }
  return null;
}

/** Null when all is well, else the rule that was broken. */
function outcome(read: (text: string) => unknown, text: string, tally: Tally, reader: string): string | null {
  const count = (key: string) => tally.set(`${reader}: ${key}`, (tally.get(`${reader}: ${key}`) ?? 0) + 1);
  try {
    read(text);
    count("read");
    return null;
  } catch (error) {
    if (!(error instanceof FormulaError)) return `throws ${error}`;
    count(error.code);
    return wrongPlace(error);
  }
}

function wrongPlace({ code, message, source, span }: FormulaError): string | null {
  if (!/^[a-z]+(?:-[a-z]+)*$/.test(code)) return `has the code ${code}`;
  if (message === "" || /undefined|\[object/.test(message.split("\n")[0] ?? "")) return `says ${message}`;
  if ((span === null) !== (source === null)) return "has a span without a text, or a text without a span";
  if (span === null || source === null) return null;
  const [start, end] = span;
  if (!(start >= 0 && start <= end && end <= [...source].length)) return `has a span outside its text: ${span}`;
  if (start === end && start < [...source].length) return `has an empty span: ${span}`;
  return underline(source, span).includes("^") ? null : "draws no carets";
}

/** A pause of the machine is not the reader's: the fastest of three counts. Blanks at the end defeat the memory. */
function isSlow(read: (text: string) => unknown, text: string): boolean {
  return [" ", "  ", "   "].every((blanks) => {
    const started = performance.now();
    outcome(read, text + blanks, new Map(), "");
    return performance.now() - started > SLOWEST;
  });
}

function printedAgain(text: string, dialect: "patsy" | "extended", formula: unknown): unknown {
  const printed = printSyntax(parseSyntax(text, dialect).ast);
  if (printSyntax(parseSyntax(printed, dialect).ast) !== printed) throw new Error(`is printed as ${printed}`);
  return formula;
}

function translatedToAll(text: string): unknown {
  const model = parseMixedFormula(text, { columns: COLUMNS });
  for (const target of TARGETS) {
    const translation = translate(model, target);
    const wrong = translation.ok ? null : wrongPlace(translation.error);
    if (wrong !== null) throw new Error(`its translation to ${target} ${wrong}`);
  }
  return model;
}
