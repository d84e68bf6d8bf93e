// Which variables lack values, where each is first used, and what that costs in rows.

import { nodeNaming } from "../places.ts";
import type { LintFacts } from "./lint-facts.ts";
import type { LintFinding } from "./lint-messages.ts";
import * as messages from "./lint-messages.ts";

/** One finding for each variable that lacks values, and one for all when there are several. */
export function missingFindings({ left, right, missing, table, n, fixed }: LintFacts): LintFinding[] {
  const findings = [...missing].flatMap(([name, rows]) => {
    for (const { factor, source } of [...left, ...right]) {
      const isFactor = factor.name === name && !table.has(name);
      const span = isFactor ? factor.span : nodeNaming(name, factor.expression)?.span;
      if (span !== undefined) return [messages.missingValues({ source, span }, name, rows, table.numRows)];
    }
    return [];
  });
  if (missing.size < 2) return findings;
  const at = { source: fixed.source, span: [0, [...fixed.source].length] } as const;
  return [...findings, messages.rowsLost(at, table.numRows - n, table.numRows)];
}
