// What a caller gives as reference values -> whether `referenceValues` may have made it: JSON of another process, which
// is read at many places.
import { isRecord } from "@mixedlm/formula";
import { everyEntry } from "../calls/option-checks.ts";

/** Whether a value has all parts of reference values, each of its kind, with codes and columns that there are. */
export function isReferenceValues(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { variables, cells, dependence } = value;
  if (!Array.isArray(variables) || !variables.every(isVariable)) return false;
  const levels = variables.flatMap((own) => (own.kind === "factor" ? [own.levels.length] : []));
  return (cells === null || isCells(cells, levels)) && (dependence === null || isDependence(dependence));
}

function isVariable(value: unknown): boolean {
  if (!isRecord(value) || typeof value.name !== "string") return false;
  const { kind, levels, numeric, mean, range } = value;
  if (kind === "factor")
    return Array.isArray(levels) && levels.length > 0 && levels.every(isLevel) && typeof numeric === "boolean";
  return (
    kind === "covariate" &&
    (mean === null || Number.isFinite(mean)) &&
    (range === null || (isNumbers(range, Number.isFinite) && range.length === 2))
  );
}

/** @param levels - how many each factor has. */
function isCells(value: unknown, levels: readonly number[]): boolean {
  if (!isRecord(value)) return false;
  const { codes, rows } = value;
  return (
    isNumbers(rows, (count) => Number.isFinite(count) && (count as number) >= 0) &&
    isNumbers(codes, isCount) &&
    codes.length === rows.length * levels.length &&
    codes.every((code, at) => code < levels[at % levels.length])
  );
}

function isDependence(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { kept, dropped, basis, C, tolerance } = value;
  if (!isNumbers(kept, isCount) || !isNumbers(dropped, isCount) || !isNumbers(C, Number.isFinite)) return false;
  if (C.length !== kept.length * dropped.length || !Number.isFinite(tolerance)) return false;
  return basis === null || isBasis(basis, kept.length);
}

/** @param r - number of columns. */
function isBasis(value: unknown, r: number): boolean {
  if (!isRecord(value)) return false;
  const { centre, A, constant } = value;
  const sizes = isNumbers(centre, Number.isFinite) && isNumbers(A, Number.isFinite) ? [centre.length, A.length] : [];
  return sizes[0] === r && sizes[1] === r * r && (constant === -1 || (isCount(constant) && (constant as number) < r));
}

function isLevel(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value) && !Number.isNaN(value);
}

function isNumbers(value: unknown, test: (entry: unknown) => boolean): value is readonly number[] {
  return Array.isArray(value) && everyEntry(value, test);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
