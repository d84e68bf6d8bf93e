// The measured cases of `fixtures/formula`, typed as far as the tests of this package use them.
import { readFileSync } from "node:fs";
import type { Span } from "../src/index.ts";

export type Leaf = { readonly atom: string; readonly text: string; readonly span: Span };
export type Tree = Leaf | readonly (string | Tree)[];

export interface Case {
  readonly id: string;
  readonly kind: string;
  readonly formula: string;
  readonly tree: Tree;
  readonly lhs: readonly string[];
  readonly rhs: readonly string[];
  readonly code: string;
  readonly call?: "dmatrix" | "dmatrices";
  readonly want: Span | null;
  readonly groups: string;
  readonly re_formula: string | null;
  readonly vc_formula: Readonly<Record<string, string>> | null;
  readonly vcomp: readonly string[];
  readonly k_re: number;
  readonly bars?: readonly (readonly [left: string, group: string])[];
  readonly fixed: string;
}

export type ExpressionTree = readonly [kind: string, ...rest: unknown[]];

export interface ExpressionCase {
  readonly text: string;
  readonly canonical: string;
  readonly tree: ExpressionTree;
}

const folder = new URL("../../../fixtures/formula/", import.meta.url);
const read = (name: string): { cases: unknown } => JSON.parse(readFileSync(new URL(name, folder), "utf8"));
const cases = read("cases.json").cases as readonly Case[];

export const casesOf = (kind: string): readonly Case[] => cases.filter((item) => item.kind === kind);
export const expressionCases = read("expressions.json").cases as readonly ExpressionCase[];
