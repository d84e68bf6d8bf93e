// Messages about marginal means, reviewed as they read.
import { expect, test } from "vitest";
import * as errors from "../../src/marginal/marginal-errors.ts";

test("messages say what is wrong, where, and what would be right", () => {
  const all = [
    errors.wrongSpecs("a ~ b ~ c"),
    errors.unknownVariable("marginalMeans", "Cuu", ["Cu", "Time"]),
    errors.unknownVariable("marginalMeans", "Cu", []),
    errors.unknownFactorLevel("Sex", "male", ["Female", "Male"]),
    errors.unknownVariable("marginalTrends", 5, ["Cu"]),
    errors.wrongGridValue("Time", Number.NaN),
    errors.noGridValues("Time"),
    errors.noReferenceValue("Time"),
    errors.noFrequencies("cells"),
    errors.gridTooLarge(1100000, 1048576, ["Time", "Start"]),
    errors.rowsNeeded("lag(Time)"),
    errors.notNumeric("Cu"),
    errors.noSlope("Time", -1),
    errors.notMarginal({}),
    errors.unknownContrastMethod("pairwize", ["pairwise", "poly"]),
    errors.wrongCoefficients("late", [1], ["A", "B"]),
    errors.tooManyContrasts(1000, 499500, 20000),
  ];
  expect(all.map(({ code, message }) => `${code}: ${message}`).join("\n")).toMatchInlineSnapshot(`
    "marginal-specs: "a ~ b ~ c" says of no variables that means are wanted: give a name, an array of names, or a text such as "~ recipe | temperature" or "pairwise ~ recipe"
    unknown-variable: \`Cuu\` in marginalMeans is no variable of the fixed effects; did you mean \`Cu\`? (variables: Cu, Time)
    unknown-variable: \`Cu\` in marginalMeans is no variable of the fixed effects (they have none)
    unknown-factor-level: "male" is no level of \`Sex\` (levels: Female, Male)
    unknown-variable: 5 in marginalTrends is no variable of the fixed effects (variables: Cu)
    grid-value: option \`at\` gives \`Time\` NaN, expected a finite number or an array of them
    grid-value: option \`at\` gives \`Time\` no values; give one or more, or leave it out
    no-reference-value: this fit has no rows, and the value of \`Time\` that means are taken at does not follow from its moments: give it, \`at: { Time: ... }\`, or \`reference: referenceValues(fit)\` of the fit that has the rows
    no-frequencies: weights "cells" need to know how many rows each combination of levels has, and this fit has no rows: use "equal", or give \`reference: referenceValues(fit)\` of the fit that has them
    grid-too-large: the reference grid has 1100000 combinations of Time, Start, more than 1048576: choose fewer values by \`at\`
    rows-needed: \`lag(Time)\` has values of other rows, so that a point of a reference grid has none: make it a column of the table
    not-numeric: \`Cu\` is a factor and has no slope: use marginalMeans(fit, "Cu") for the means of its levels
    no-slope: the model has no values around \`Time\` = -1, so that there is no slope: choose another value by \`at\`
    not-marginal: an object holds no marginal means: give what \`marginalMeans\`, \`marginalTrends\` or \`meanContrasts\` returned, not a copy of it
    contrast-method: "pairwize" is no method of contrasts; did you mean "pairwise"? (methods: pairwise, poly; or an object of coefficients by label)
    contrast-coefficients: contrast \`late\` is 1 entry, expected 2 finite numbers, for A, B
    too-many-contrasts: 1000 means have 499500 contrasts, more than 20000 in all: divide them by \`by\`, choose levels by \`at\`, or give the contrasts that matter"
  `);
});
