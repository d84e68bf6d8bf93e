// The response among what explains it. A response made of several columns is left alone, since a change is rightly
// explained by what it started from (`I(after - before) ~ before`); so is a lag of the response, an autoregression.
import { variables } from "@mixedlm/formula";
import { nodeNaming } from "../places.ts";
import type { LintFacts } from "./lint-facts.ts";
import type { LintFinding } from "./lint-messages.ts";
import * as messages from "./lint-messages.ts";

const LAGS: ReadonlySet<string> = new Set(["extended.lag"]);

/**
 * One finding for each factor of the right side, a random term or a grouping that is made from the response's column.
 */
export function responseFindings({ left, right, table }: LintFacts): LintFinding[] {
  const columns = new Set(left.flatMap(({ factor }) => variables(factor.expression)).filter((name) => table.has(name)));
  const [response] = columns;
  if (response === undefined || columns.size > 1) return [];
  return right.flatMap(({ factor, source }) => {
    const node = nodeNaming(response, factor.expression, LAGS);
    return node === null ? [] : [messages.responseOnRight({ source, span: node.span }, response, factor.name)];
  });
}
