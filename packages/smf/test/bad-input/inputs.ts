// What the tables of bad input are made of: a good table, things that are hostile in themselves, and cases for both doors.
import { parseFormula, parseMixedFormula } from "@mixedlm/formula";
import { type Fit, lmm } from "mixedlm";
import { MixedLM, mixedlm } from "../../src/index.ts";
import type { BadInput } from "./run-cases.ts";

// biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse is the point
type Untyped = any;

/** The functions as code without types sees them. */
export const untyped: Untyped = { lmm, mixedlm, MixedLM, parseFormula, parseMixedFormula };

/** A good table: twelve rows in four groups. */
export const table = {
  y: [1.2, 2.3, 2.9, 4.4, 5.1, 5.8, 7.5, 8.1, 8.8, 10.4, 10.9, 12.3],
  x: [2, 4, 1, 3, 0, 2, 4, 1, 3, 0, 2, 4],
  z: [0.5, 1.5, 0.25, 2, 3, 1, 2, 4, 1, 0, 2, 1],
  a: ["p", "q", "r", "p", "q", "r", "p", "q", "r", "p", "q", "r"],
  g: ["g1", "g1", "g1", "g2", "g2", "g2", "g3", "g3", "g3", "g4", "g4", "g4"],
};
/** The same as rows. */
export const rows = table.y.map((y, i) => ({ y, x: table.x[i], g: table.g[i] }));
/** The column of the intercept, as an array model takes it. */
export const ones = table.y.map(() => [1]);
/** A column of nulls. */
export const nulls = table.y.map(() => null);
/** The row numbers of a table of 4,000 rows. */
export const many = Array.from({ length: 4000 }, (_, i) => i);
/** A table one of whose columns is the table. */
export const cyclic: Record<string, unknown> = { ...table };
cyclic.self = cyclic;

/** The good table with its predictor under another name, as an own column even where that is `__proto__`. */
export const called = (name: string): object => ({
  y: table.y,
  g: table.g,
  ...JSON.parse(`{"${name}": [${table.x}]}`),
});
/** A fit to predict from. */
export const fit = (): Fit => lmm("y ~ x + a + (1 | g)", table);

/** Throws, as the code of a caller may. */
export const fails = (): never => {
  throw new TypeError("boom");
};
/** An object that does not become a text or a number. */
export const hostile = { toString: fails, valueOf: fails };
/** A proxy that can no longer be read. */
export function revoked(): object {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  return proxy;
}
/** A typed array whose memory another thread has. */
export function detached(): Float64Array {
  const values = Float64Array.from(table.x);
  structuredClone(values, { transfer: [values.buffer] });
  return values;
}

/** A call and what it is answered with, line by line. */
export const refused = (kind: string, call: () => unknown, code: string, ...lines: string[]): BadInput => {
  return { kind, call, code, message: lines.join("\n") };
};

/** A model that both doors refuse with the same words. */
export const modelInBoth = (kind: string, formula: string, data: () => unknown, code: string, ...lines: string[]) => [
  refused(`${kind}, lmm`, () => untyped.lmm(`${formula} + (1 | g)`, data()), code, ...lines),
  refused(`${kind}, mixedlm`, () => untyped.mixedlm(formula, data(), "g").fit(), code, ...lines),
];

/** A table that both doors refuse with the same words. */
export const tableInBoth = (kind: string, data: () => unknown, code: string, ...lines: string[]) =>
  modelInBoth(kind, "y ~ x", data, code, ...lines);

/** A formula that both doors refuse with the same words. */
export const formulaInBoth = (kind: string, formula: string, code: string, ...lines: string[]) => [
  refused(`${kind}, lmm`, () => untyped.lmm(formula, table), code, ...lines),
  refused(`${kind}, mixedlm`, () => untyped.mixedlm(formula, table, "g"), code, ...lines),
];
