// Labels -> which of them stay, where new ones are found, and what they are called afterwards.

import { isInstance, type OptionCheck } from "@mixedlm/formula";
import { LIST, oneOf, TEXT } from "./kinds.ts";
import { knownOptions, labelList } from "./known-options.ts";
import { filterBy, notALabel, notAPattern, unknownLabel } from "./label-errors.ts";
import { checkUnique, findLabel, frozen, hasLabel, isLabel, type Label, sameLabels } from "./labels.ts";

/** Labels by what they are: listed, with a text inside, or matching a pattern. */
export type LabelFilter =
  | {
      /** Labels that stay, in this order; those that are not there are passed over. */
      readonly items: readonly Label[];
    }
  | {
      /** A text that labels contain. */
      readonly like: string;
    }
  | {
      /** A pattern that is found in labels; a text is one in JavaScript's syntax, with the flag `u`. */
      readonly regex: RegExp | string;
    };

/** New labels for old ones; what is not named keeps its label. */
export type Renaming = ReadonlyMap<Label, Label> | Readonly<Record<string, Label>> | ((label: Label) => Label);

/** What to do about labels that are not there. */
export interface DropOptions {
  /** Default "raise". */
  readonly errors?: "raise" | "ignore";
}

/** What to do about labels that are not there. */
export const DROP_ERRORS: OptionCheck = oneOf(["raise", "ignore"]);

const FILTERS: Readonly<Record<string, OptionCheck>> = {
  items: LIST,
  like: TEXT,
  regex: [(v) => typeof v === "string" || isInstance(v, RegExp), "a regular expression or a text"],
};

/**
 * Positions that stay when labels are dropped.
 *
 * @throws {@link SmfError} `unknown-label`; `unknown-option`, `option-type`.
 */
export function remaining(
  labels: readonly Label[],
  dropped: Label | readonly Label[],
  options: DropOptions = {},
): number[] {
  knownOptions("drop", options, { errors: DROP_ERRORS });
  const { errors = "raise" } = options;
  const gone = new Set(labelList("drop", "labels", dropped));
  for (const label of gone) if (errors === "raise" && !hasLabel(labels, label)) throw unknownLabel(label, labels);
  return Array.from(labels.keys()).filter((i) => !gone.has(labels[i]!));
}

/**
 * Positions of the labels that a filter lets through; listed ones in the order of the list.
 *
 * @throws {@link SmfError} `unknown-option`; `option-type`, also for a text that is no pattern; `option-conflict`
 *   unless one filter is given.
 */
export function filtered(labels: readonly Label[], filter: LabelFilter): number[] {
  knownOptions("filter", filter, FILTERS);
  const { items, like, regex } = filter as Readonly<{
    items?: readonly Label[];
    like?: string;
    regex?: RegExp | string;
  }>;
  const given = Object.entries({ items, like, regex }).filter(([, own]) => own !== undefined);
  if (given.length !== 1) throw filterBy(given.map(([name]) => name));
  if (items !== undefined)
    return labelList("filter", "items", items).flatMap((item) =>
      hasLabel(labels, item) ? [findLabel(labels, item)] : [],
    );
  const keep = like === undefined ? matcher(regex!) : (text: string) => text.includes(like);
  return Array.from(labels.keys()).filter((i) => keep(String(labels[i])));
}

/**
 * Where new labels stand in an index; -1 where they do not.
 *
 * @throws {@link SmfError} `duplicate-label` when the old index has labels twice.
 */
export function reindexed(labels: readonly Label[], wanted: readonly Label[]): readonly number[] {
  if (sameLabels(labels, wanted)) return Array.from(labels.keys());
  const own = frozen(labels);
  checkUnique(own);
  return wanted.map((label) => findLabel(own, label));
}

/**
 * Labels after renaming some of them. A record's keys are compared as texts.
 *
 * @throws {@link SmfError} `option-type` where a new label is none.
 */
export function renamed(labels: readonly Label[], change: Renaming): readonly Label[] {
  const rename = renaming(change);
  const changed = labels.map((old) => {
    const label: unknown = rename(old);
    if (!isLabel(label)) throw notALabel("rename", old, label);
    return label;
  });
  return Object.freeze(changed);
}

function renaming(change: Renaming): (label: Label) => Label {
  if (typeof change === "function") return (label) => change(label);
  if (change instanceof Map) return (label) => (change.has(label) ? change.get(label)! : label);
  const known = new Map(Object.entries(change as Readonly<Record<string, Label>>));
  return (label) => known.get(String(label)) ?? label;
}

function matcher(regex: RegExp | string): (text: string) => boolean {
  const pattern = typeof regex === "string" ? patternOf(regex) : regex;
  // search ignores where a sticky or global pattern stopped before
  return (text) => text.search(pattern) >= 0;
}

function patternOf(text: string): RegExp {
  try {
    return new RegExp(text, "u");
  } catch (cause) {
    throw notAPattern(text, cause);
  }
}
