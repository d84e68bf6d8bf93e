// What came of many random models: how often each outcome, the largest deviation of each quantity and where, the models that
// broke a rule. In: checks one by one, in any order; out: a record that is printed and kept.
import type { ModelCheck } from "./check-model.ts";

/** A checked model, its number, and its call in one line. */
export interface Checked extends ModelCheck {
  readonly index: number;
  readonly call: string;
}

/** What came of all models. */
export class Tally {
  readonly broken: { readonly index: number; readonly call: string; readonly problems: string }[] = [];
  readonly #outcomes = new Map<string, number>();
  readonly #worst = new Map<string, { value: number; index: number }>();
  #compared = 0;
  #slowest = { seconds: 0, index: 0 };

  add({ index, call, problems, outcome, deviations, isPrecise, seconds }: Checked): void {
    for (const name of outcome) this.#outcomes.set(name, (this.#outcomes.get(name) ?? 0) + 1);
    if (seconds > this.#slowest.seconds) this.#slowest = { seconds: Number(seconds.toPrecision(3)), index };
    if (problems.length > 0) {
      this.broken.push({ index, call, problems: problems.join("; ") });
      console.error(`${index}: ${call}: ${problems.join("; ")}`);
    }
    if (!isPrecise || problems.length > 0) return;
    this.#compared += 1;
    for (const [name, value] of Object.entries(deviations))
      if (!(value <= (this.#worst.get(name)?.value ?? -1)))
        this.#worst.set(name, { value: Number(value.toPrecision(3)), index });
  }

  record(): Record<string, unknown> {
    return {
      slowest: this.#slowest,
      outcomes: Object.fromEntries([...this.#outcomes].sort(([a], [b]) => (a < b ? -1 : 1))),
      compared: this.#compared,
      worst: Object.fromEntries(this.#worst),
      broken: this.broken.sort((a, b) => a.index - b.index),
    };
  }
}
