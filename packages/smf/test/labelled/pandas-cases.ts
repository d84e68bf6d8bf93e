// Replays what pandas answered (fixtures/pandas-behaviour): the recorded objects, arguments and results as ours.
import { readFileSync } from "node:fs";
import { SmfError } from "../../src/errors.ts";
import { Frame } from "../../src/labelled/frame.ts";
import { Series } from "../../src/labelled/series.ts";

/** A call of a method on a recorded object, and what pandas answered. */
export interface Case {
  readonly on: string | null;
  readonly call: string;
  readonly args: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly result?: unknown;
  readonly error?: string;
}

interface Recorded {
  readonly objects: Readonly<Record<string, RecordedObject>>;
  readonly cases: readonly Case[];
}

interface RecordedObject {
  readonly $: "series" | "frame";
  readonly index: readonly string[];
  readonly columns: readonly string[];
  readonly values: readonly unknown[];
  readonly name: string | null;
  readonly dtype: never;
  readonly dtypes: readonly never[];
}

const recorded: Recorded = JSON.parse(
  readFileSync(new URL("../../../../fixtures/pandas-behaviour/cases.json", import.meta.url), "utf8"),
);

/** Relative difference of two sums of up to 75 numbers. */
const ROUNDING = 1e-14;

/** Codes of our errors for each class of theirs. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  KeyError: ["unknown-label", "duplicate-label"],
  IndexingError: ["unknown-label"],
  IndexError: ["position", "shape"],
  ValueError: ["shape", "option-type", "duplicate-label"],
  Exception: ["shape"],
  TypeError: ["mixed-labels", "not-numeric"],
};

const FUNCTIONS: Readonly<Record<string, (x: never) => unknown>> = {
  double: (x: number) => x * 2,
  positive: (x: number) => x > 0,
  text: () => "t",
  upper: (label: string | number) => String(label).toUpperCase(),
};

/** The calls of vectors' methods, by the method's name; or those of matrices'. */
export function casesByCall(kind: "series" | "frame"): [string, Case[]][] {
  const some = recorded.cases.filter(({ on }) => (on === null ? "frame" : recorded.objects[on]!.$) === kind);
  return [...new Set(some.map(({ call }) => call))].map((call) => [call, some.filter((each) => each.call === call)]);
}

// a recorded object, made anew
function object(name: string): Series | Frame {
  return made(recorded.objects[name]!);
}

// what our method answers, in the form that pandas' answers are recorded in
function answer({ on, call, args, options }: Case): unknown {
  const receiver = (on === null ? Frame : object(on)) as unknown as Record<string, unknown>;
  const given = [...args.map(argument), ...(Object.keys(options).length > 0 ? [argument(options)] : [])];
  if (call === "iter") return plain([...(receiver as unknown as Iterable<unknown>)]);
  const member = receiver[call];
  const answered = typeof member === "function" ? member.apply(receiver, given) : member;
  return plain(call === "items" || call === "iterrows" ? [...answered] : answered);
}

/** Cases whose answer is not pandas', each with both answers. */
export function differences(some: readonly Case[]): unknown[] {
  return some.flatMap((each) => {
    const { on, call, args, options, result, error } = each;
    const ours = outcome(each);
    const isSame = error === undefined ? close(ours, result) : CODES[error]!.includes(String(ours));
    return isSame ? [] : [{ on, call, args, options, theirs: error ?? result, ours }];
  });
}

// what we answer, or the code of our error
function outcome(each: Case): unknown {
  try {
    return answer(each);
  } catch (error) {
    if (error instanceof SmfError) return error.code;
    throw error;
  }
}

// sums of NumPy and ours round differently; everything else is one operation, and the same double
function close(ours: unknown, theirs: unknown): boolean {
  if (typeof ours === "number" && typeof theirs === "number") {
    return Object.is(ours, theirs) || Math.abs(ours - theirs) <= ROUNDING * Math.abs(theirs);
  }
  if (typeof ours !== "object" || typeof theirs !== "object" || ours === null || theirs === null)
    return ours === theirs;
  const [left, right] = [Object.entries(ours), new Map(Object.entries(theirs))];
  return left.length === right.size && left.every(([key, value]) => right.has(key) && close(value, right.get(key)));
}

function argument(value: unknown): unknown {
  if (typeof value === "string") return numberOf(value);
  if (Array.isArray(value)) return value.map(argument);
  if (typeof value !== "object" || value === null) return value;
  const { $, ...rest } = value as Record<string, unknown>;
  if ($ === "object") return object(rest.name as string);
  if ($ === "function") return FUNCTIONS[rest.name as string];
  const entries = Object.entries(rest).filter(([, item]) => $ !== "slice" || item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [key, argument(item)]));
}

function made({ $, index, columns, values, name, dtype, dtypes }: RecordedObject): Series | Frame {
  const numbers = values.map(argument) as never;
  return $ === "series" ? new Series(index, numbers, { name, dtype }) : new Frame(index, columns, numbers, { dtypes });
}

function plain(value: unknown): unknown {
  if (value instanceof Series) {
    const { index, name, dtype } = value;
    return { $: "series", index: plain(index), values: plain([...value]), name, dtype };
  }
  if (value instanceof Frame) {
    const { index, columns, values, dtypes } = value;
    return { $: "frame", index: plain(index), columns: plain(columns), values: plain(values), dtypes: [...dtypes] };
  }
  if (ArrayBuffer.isView(value)) return plain([...(value as Float64Array)]);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  }
  return value;
}

function numberOf(text: string): unknown {
  return ["NaN", "Infinity", "-Infinity"].includes(text) ? Number(text) : text;
}
