// A factor's values on the rows that count -> how it becomes numbers from then on, and the check that it still can: a
// new table may hold text where there were numbers.
import type { Factor, Place } from "@mixedlm/formula";
import { codeLevels, treatment } from "./coding/contrasts.ts";
import type { FactorSpec } from "./design.ts";
import { changedFactor } from "./design-errors.ts";
import { encode } from "./encode.ts";
import type { EvaluatedFactor } from "./factors.ts";
import { type CategoricalFactor, type FactorValues, levelsOf } from "./schema.ts";

/** Whether a categorical factor's levels are given with it, seen or not: truth values, categories, `levels=`. */
export function hasDeclaredLevels(values: CategoricalFactor): boolean {
  return values.levels !== null || values.column.type === "bool" || values.column.type === "category";
}

/**
 * Freezes how a factor becomes numbers.
 *
 * @param factor - its name.
 * @param values - its values on the rows whose levels count.
 * @param source - the text that spans of `factor` refer to.
 * @throws {@link DesignError} `categorical` when a value is not among levels that were listed.
 */
export function factorSpec({ name }: Pick<Factor, "name">, values: EvaluatedFactor, source: string): FactorSpec {
  const { expression } = values;
  if (values.kind === "numeric") return { kind: "numeric", name, expression, width: values.columns.length };
  const listed = values.levels;
  if (listed !== null) encode(values.column, listed.value, { name, at: { source, span: listed.span } });
  const { levels, dataType } = listed === null ? levelsOf(values.column) : { ...listed, levels: listed.value };
  const contrast = values.contrast?.value ?? treatment;
  return { kind: "categorical", name, expression, levels: [...levels], dataType, contrast };
}

/**
 * Checks that a factor's contrast goes with its levels, at the place where the contrast is written.
 *
 * @throws {@link DesignError} `categorical`, `limit`.
 */
export function checkContrast(spec: FactorSpec, values: FactorValues, source: string): void {
  if (spec.kind === "numeric" || values.kind === "numeric" || values.contrast === null) return;
  codeLevels(spec.contrast, spec.levels, spec.dataType, "reduced", { source, span: values.contrast.span });
}

/**
 * Checks that a factor is still what it was when it was frozen.
 *
 * @throws {@link DesignError} `type` when it is no longer numeric or categorical, or has another number of columns.
 */
export function checkKind(spec: FactorSpec, values: FactorValues, at: Place): void {
  const expected = spec.kind === "numeric" ? numericOf(spec.width) : spec.kind;
  const found = values.kind === "numeric" ? numericOf(values.columns.length) : values.kind;
  if (expected !== found) throw changedFactor(spec.name, expected, found, at);
}

function numericOf(width: number): string {
  return width === 1 ? "numeric" : `numeric with ${width} columns`;
}
