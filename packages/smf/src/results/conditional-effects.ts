// What a fit predicts inside the groups: conditional means and covariances of the random effects, group by group with
// statsmodels' names, and fitted values and residuals row by row.
import { conditionalCovariances as covariancesOf, fittedAt } from "mixedlm";
import { Frame } from "../labelled/frame.ts";
import type { Label } from "../labelled/labels.ts";
import { Series } from "../labelled/series.ts";
import { checkNumbers } from "../model/check-numbers.ts";
import { type EffectPlaces, groupEffects, levelsOf } from "../model/group-effects.ts";
import type { MixedLM } from "../model/model.ts";
import { labelsOfRows } from "../model/model-source.ts";
import type { ResultsInput } from "./results-input.ts";

/** Conditional means of the random effects given the data: group label to Series. */
export function conditionalMeans(model: MixedLM, input: ResultsInput): Map<Label, Series> {
  const known = input.random_effects;
  const means = known === undefined ? meansAt(model, input) : (g: number): Float64Array => known[g]!.slice();
  const names = namesByGroup(model);
  return byGroup(model, (g) => new Series(names(g), means(g), { copy: false }));
}

function meansAt(model: MixedLM, input: ResultsInput): (g: number) => Float64Array {
  const { b } = input.estimates;
  const { factors } = model.moments.layout;
  const places = placesOf(model, input);
  return (g) =>
    Float64Array.from(
      groupEffects(places, g),
      ({ factor, level, column }) => b[factor]![level * factors[factor]!.s + column]!,
    );
}

/**
 * Conditional covariance matrices of the random effects given the data, fixed effects taken as known.
 *
 * @throws {@link SmfError} `too-large` when they are more than 1e8 numbers.
 */
export function conditionalCovariances(model: MixedLM, input: ResultsInput): Map<Label, Frame> {
  checkSize(model);
  const { engine, estimates, reml } = input;
  const places = placesOf(model, input);
  const namesOf = namesByGroup(model);
  const groups = model.group_labels.map((_, g) => {
    const effects = groupEffects(places, g);
    const { levels, position } = levelsOf(effects, places.blocks);
    return { levels, at: effects.map(position) };
  });
  // groups have no rows in common
  const sets = groups.map(({ levels }) => levels);
  const matrices = covariancesOf(engine, estimates.lambda, reml, sets)!;
  return byGroup(model, (g) => {
    const { at } = groups[g]!;
    const { data, nrow } = matrices[g]!;
    const names = namesOf(g);
    const rows = at.map((row) => at.map((column) => data[column * nrow + row]!));
    return new Frame(names, names, rows);
  });
}

function checkSize({ design, group_labels, k_re }: MixedLM): void {
  const widths = group_labels.map((_, g) => design.components.reduce((sum, { names }) => sum + names[g]!.length, k_re));
  const numbers = widths.reduce((sum, width) => sum + width ** 2, 0);
  const instead =
    "lmm of the package mixedlm, with a term for each grouping factor, gives each level its own matrix: `fit.ranef()[0].covariances`";
  checkNumbers("random_effects_cov", numbers, instead);
}

/** Fitted values, random effects included, and residuals of the rows used; they share their labels. */
export function fittedSeries(model: MixedLM, input: ResultsInput): { fittedvalues: Series; resid: Series } {
  const { beta, b } = input.estimates;
  const { design, table, moments, source } = model;
  const { rows, y, fitted } = fittedAt(design, table, moments.layout, beta, b);
  const index = Object.freeze(labelsOfRows(source, rows));
  const resid = y.map((value, i) => value - fitted[i]!);
  return { fittedvalues: new Series(index, fitted), resid: new Series(index, resid) };
}

/** What is given out of a series that is kept: its numbers may then be changed. */
export function copyOf({ index, values }: Series): Series {
  return new Series(index, values);
}

function placesOf({ moments, design }: MixedLM, { engine }: ResultsInput): EffectPlaces {
  return { blocks: moments.layout, design, engine };
}

/** Names of each group's random effects; groups with the same ones share a list, and its look-up table with it. */
function namesByGroup(model: MixedLM): (g: number) => readonly string[] {
  if (model.k_vc > 0) return (g) => Object.freeze(model.random_effect_names(g));
  const names = Object.freeze([...model.exog_re_names]);
  return () => names;
}

function byGroup<T>({ group_labels }: MixedLM, make: (g: number) => T): Map<Label, T> {
  return new Map(group_labels.map((label, g) => [label, make(g)]));
}
