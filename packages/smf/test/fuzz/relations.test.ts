// Some of the models that `tools/fuzz/relations.ts` fits by the thousand: what must hold between fits holds.
import { randomGenerator } from "@mixedlm/linalg";
import { expect, test } from "vitest";
import { checkRelations } from "../../../../tools/fuzz/check-relations.ts";
import { randomModel } from "../../../../tools/fuzz/random-models.ts";

const tally = new Map<string, number>();

test.each(Array.from({ length: 25 }, (_, i) => i))(
  "what changes of random model %d must do to its fit, they do",
  (i) => {
    const random = randomGenerator(`test:${i}`);
    expect(checkRelations(randomModel(random), random, tally)).toEqual([]);
  },
  // twenty fits; a busy machine may take its time
  30_000,
);

test("each relation was asked of some model", () => {
  const relations = [...tally.keys()].filter((name) => !/^(?:refused|fitted|skipped)/.test(name));
  expect(relations).toHaveLength(21);
});
