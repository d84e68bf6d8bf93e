// An engine whose y is counted from other fixed effects is still that of the same likelihood: a model found at random.
import { expect, test } from "vitest";
import { lmm } from "../../src/index.ts";

test("a residual is never larger than the response, where fixed effects hold what random ones could explain", () => {
  // the levels of `a` and `g` are the same; a search that runs to a residual of zero knows nothing of the effects of `a`
  const table = {
    y: [
      1.405243054849015, 3.846043770229607, 0.2601181683659064, -1.5509557558789615, 1.1100347079330035,
      0.7361553680279054, -2.0667587100521905, -3.043265950502046, 0.9135950583901105, 353.72154456344003,
      1.6218725468461237, 2.0144874356225957, 5.254115475591772, 0.5353387391543118, 0.8702567919284009,
      2.53764339359094, -1.8589544882892053, 0.9026402933155714,
    ],
    x: [1, 0, 1, 1, 1, 0, 1, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1, 0],
    z: [
      1.704744834232865, 0.4620108158569267, 0.751328590943076, 0.13423065155190045, -0.5260746515728487,
      -1.3577650609887286, 1.0607570471708225, -1.3845412955698553, 0.5785767386767325, 1.6816472953320905,
      0.7514057817434125, 0.7957686568649434, -0.5027678567860775, 0.6807477133615637, 0.9179045520590405,
      -1.3893060125062977, 0.3492925587617714, 1.0834445993014392,
    ],
    a: [..."abcabcabcabcabcabc"],
    g: [..."012012012012012012"],
    h: [..."abdabckoacaepcabqq"],
    c: [..."abcdabcdabcdabcdab"],
  };
  try {
    const { sigma, logLik } = lmm("y ~ 1 + x + a * z + z + homdiag(1 | h:g) + (1 + c | g / a)", table);
    expect(sigma).toBeLessThan(360);
    expect(Number.isFinite(logLik)).toBe(true);
  } catch (error) {
    expect(error).toMatchObject({ name: "FitError", code: "perfect-fit" });
  }
});
