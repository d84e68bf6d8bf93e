// A grouping factor: labels of any type -> sorted distinct labels and, for each row, the number of its label.
// Unlike the levels of a categorical variable, labels that do not occur are left out and declared orders do not count:
// a group is its rows. One pass over the rows with a map, then only the distinct labels are sorted.
import type { DataType, Level } from "./design.ts";
import { compareLevels } from "./level.ts";
import { levelType } from "./schema.ts";
import type { Column } from "./table.ts";

/** The groups of a table's rows. */
export interface Groups {
  /** Distinct labels: numbers by size, text by code point. */
  readonly levels: readonly Level[];
  /** Type of the labels, which decides how one prints. */
  readonly dataType: DataType;
  /** Index into `levels` for each row, -1 where the label is missing. */
  readonly codes: Int32Array;
  /** Number of rows without a label. */
  readonly missing: number;
}

/**
 * Finds the groups of a column of labels.
 *
 * @param column - one label per row; of a column of codes the codes are re-used, and no text is looked at twice.
 */
export function groupsOf(column: Column): Groups {
  const found = column.kind === "category" ? seenCodes(column) : firstSeen(column);
  const order = [...found.levels.keys()].sort((a, b) => compareLevels(found.levels[a]!, found.levels[b]!));
  const rank = new Int32Array(order.length);
  for (const [sorted, seen] of order.entries()) rank[seen] = sorted;
  let missing = 0;
  const codes = found.codes.map((code) => {
    if (code >= 0) return rank[code]!;
    missing++;
    return -1;
  });
  const levels = order.map((code) => found.levels[code]!);
  const dataType = column.type === "category" ? levelType(levels) : column.type;
  return { levels, dataType, codes, missing };
}

/** Labels and codes in any order. */
interface Coded {
  readonly levels: readonly Level[];
  readonly codes: Int32Array;
}

/** Numbers the labels as they come. */
function firstSeen({ values, type }: Exclude<Column, { kind: "category" }>): Coded {
  const codeOf = new Map<string | number, number>();
  const codes = new Int32Array(values.length);
  for (let row = 0; row < codes.length; row++) {
    const value = values[row];
    if (value === null || value === undefined || Number.isNaN(value)) {
      codes[row] = -1;
      continue;
    }
    const known = codeOf.get(value);
    codes[row] = known ?? codeOf.size;
    if (known === undefined) codeOf.set(value, codeOf.size);
  }
  const levels = [...codeOf.keys()].map((value) => (type === "bool" ? value !== 0 : value === 0 ? 0 : value));
  return { levels, codes };
}

/** Leaves out the declared labels that no row has. */
function seenCodes({ codes, levels }: Extract<Column, { kind: "category" }>): Coded {
  const renumbered = new Int32Array(levels.length).fill(-1);
  const seen: Level[] = [];
  for (const code of codes) {
    if (code < 0 || renumbered[code] !== -1) continue;
    renumbered[code] = seen.length;
    seen.push(levels[code]!);
  }
  return { levels: seen, codes: codes.map((code) => (code < 0 ? -1 : renumbered[code]!)) };
}
