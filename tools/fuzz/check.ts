// What must hold of any text whatever: each reader of the formula package gives a value or a `FormulaError` with a code
// and a place inside its text, soon; what was read means the same however it is written (`equivalent-texts.ts`), and is
// translated or refused as well.
import {
  type Dialect,
  FormulaError,
  parseConstraints,
  parseFormula,
  parseMixedFormula,
  type Target,
  translate,
  underline,
} from "@mixedlm/formula";
import { unequalFormula, unequalModel } from "./equivalent-texts.ts";

/** Milliseconds that one reading of a text may take, with some ten others that it is compared with. */
const SLOWEST = 50;

/** The same for texts beyond a thousand characters, which may ask for as much work as `LIMITS` of the package allows. */
const SLOWEST_LONG = 2000;

/** A text that broke a rule. */
export interface Problem {
  readonly text: string;
  readonly reader: string;
  readonly what: string;
}

/** How often each outcome was seen: codes of errors, and `read`. */
export type Tally = Map<string, number>;

/** The text that took longest. */
export interface Slowest {
  milliseconds: number;
  characters: number;
  reader: string;
}

const COLUMNS = ["y", "x", "my x", "g", "größe"];
const COEFFICIENTS = ["Intercept", "a", "b", "x", "y", "z", "a[T.b]", "a:x", "np.log(x)", "größe"];
const TARGETS: readonly Target[] = ["statsmodels", "lme4", "MixedModels.jl"];

const READERS: ReadonlyMap<string, (text: string) => unknown> = new Map([
  ["parseFormula", (text: string) => readFormula(text, "patsy")],
  ["parseFormula, extended", (text: string) => readFormula(text, "extended")],
  ["parseMixedFormula", (text: string) => readModel(text)],
  ["parseConstraints", (text: string) => parseConstraints(text, COEFFICIENTS)],
]);

/**
 * Lets all readers have a text.
 *
 * @param tally - counts the outcomes.
 * @param slowest - remembers the text that took longest.
 * @returns the first rule that was broken, or null.
 */
export function check(text: string, tally: Tally, slowest?: Slowest): Problem | null {
  for (const [reader, read] of READERS) {
    const started = computingTime();
    const what = outcome(read, text, tally, reader);
    const milliseconds = computingTime() - started;
    if (slowest !== undefined && milliseconds > slowest.milliseconds) {
      Object.assign(slowest, { milliseconds, characters: text.length, reader });
    }
    const broken = what ?? (milliseconds > timeFor(text) && isSlow(read, text) ? "is slow" : null);
    if (broken !== null) return { text, reader, what: broken };
  }
  return null;
}

/** Milliseconds of the processor: what else runs on the machine is not the reader's. */
function computingTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function timeFor(text: string): number {
  return text.length > 1000 ? SLOWEST_LONG : SLOWEST;
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

/** A pause to collect garbage is not the reader's: the fastest of three counts. Blanks at the end defeat the memory. */
function isSlow(read: (text: string) => unknown, text: string): boolean {
  return [" ", "  ", "   "].every((blanks) => {
    const started = computingTime();
    outcome(read, text + blanks, new Map(), "");
    return computingTime() - started > timeFor(text);
  });
}

function readFormula(text: string, dialect: Dialect): unknown {
  const formula = parseFormula(text, { dialect, columns: COLUMNS });
  throwIfBroken(unequalFormula(text, dialect, COLUMNS));
  return formula;
}

function readModel(text: string): unknown {
  const model = parseMixedFormula(text, { columns: COLUMNS });
  for (const target of TARGETS) {
    const translation = translate(model, target);
    const wrong = translation.ok ? null : wrongPlace(translation.error);
    if (wrong !== null) throw new Error(`its translation to ${target} ${wrong}`);
  }
  throwIfBroken(unequalModel(text, COLUMNS));
  return model;
}

/** What is not an error of the package is a broken rule. */
function throwIfBroken(rule: string | null): void {
  if (rule !== null) throw new Error(rule);
}
