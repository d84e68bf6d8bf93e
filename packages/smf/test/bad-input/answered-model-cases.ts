// Models and labels that look bad and have an answer: a fit whose status and warnings say what is odd about it, if anything.
import { lmm } from "mixedlm";
import { mixedlm } from "../../src/index.ts";
import { table, untyped } from "./inputs.ts";
import type { Answered } from "./run-cases.ts";

/** Each has a fit. */
export const answeredModelCases: readonly Answered[] = [
  {
    kind: "a factor of one level, lmm",
    call: () => untyped.lmm("y ~ b + (1 | g)", { ...table, b: table.g.map(() => "u") }),
    status: "interior",
    warnings: [],
  },
  {
    kind: "a factor of one level, mixedlm",
    call: () => untyped.mixedlm("y ~ b", { ...table, b: table.g.map(() => "u") }, "g").fit(),
    status: "interior",
    warnings: [],
  },
  {
    kind: "a factor of one level in sum coding, lmm",
    call: () => untyped.lmm("y ~ C(b, Sum) + (1 | g)", { ...table, b: table.g.map(() => "u") }),
    status: "interior",
    warnings: [],
  },
  {
    kind: "a factor of one level in sum coding, mixedlm",
    call: () => untyped.mixedlm("y ~ C(b, Sum)", { ...table, b: table.g.map(() => "u") }, "g").fit(),
    status: "interior",
    warnings: [],
  },
  {
    kind: "a group that is fixed too, lmm",
    call: () => untyped.lmm("y ~ g + (1 | g)", table),
    status: "boundary",
    warnings: ["singular", "unidentified-components"],
  },
  {
    kind: "a group that is fixed too, mixedlm",
    call: () => untyped.mixedlm("y ~ g", table, "g").fit(),
    status: "boundary",
    warnings: ["boundary", "components", "hessian"],
  },
  {
    kind: "a power that is a tower, lmm",
    call: () => untyped.lmm("y ~ (((a + x)**9)**9)**9 + (1 | g)", table),
    status: "interior",
    warnings: [],
  },
  {
    kind: "a power that is a tower, mixedlm",
    call: () => untyped.mixedlm("y ~ (((a + x)**9)**9)**9", table, "g").fit(),
    status: "interior",
    warnings: [],
  },
  {
    kind: "a predictor and its double, lmm",
    call: () => lmm("y ~ x + I(2 * x) + (1 | g)", table),
    status: "interior",
    warnings: ["dropped-columns"],
  },
  {
    kind: "a constant predictor, lmm",
    call: () => lmm("y ~ x + w + (1 | g)", { ...table, w: table.x.map(() => 7) }),
    status: "interior",
    warnings: ["dropped-columns"],
  },
  {
    kind: "a contrast of zeros, lmm",
    call: () => lmm("y ~ C(a, [[0], [0], [0]]) + (1 | g)", table),
    status: "interior",
    warnings: ["dropped-columns"],
  },
  {
    kind: "the same random term twice",
    call: () => lmm("y ~ (1 | g) + (1 | g)", table),
    status: "interior",
    warnings: ["unidentified-components"],
  },
  {
    kind: "a random slope that is constant, lmm",
    call: () => lmm("y ~ (w | g)", { ...table, w: table.x.map(() => 2) }),
    status: "interior",
    warnings: ["unidentified-components"],
  },
  {
    kind: "a random slope that is constant, mixedlm",
    call: () => mixedlm("y ~ 1", { ...table, w: table.x.map(() => 2) }, "g", { re_formula: "w" }).fit(),
    status: "interior",
    warnings: ["components", "hessian"],
  },
  {
    kind: "a random slope of zeros, lmm",
    call: () => lmm("y ~ (0 + w | g)", { ...table, w: table.x.map(() => 0) }),
    status: "interior",
    warnings: ["unidentified-components"],
  },
  {
    kind: "a random slope that is constant in each group",
    call: () => lmm("y ~ x + (w | g)", { ...table, w: table.g.map((own) => own.charCodeAt(1)) }),
    status: "boundary",
    warnings: ["singular"],
  },
  {
    kind: "components of the group itself",
    call: () => mixedlm("y ~ x", table, "g", { vc_formula: { v: "g" } }).fit(),
    status: "interior",
    warnings: ["component-intercept"],
  },
  {
    kind: "no components",
    call: () => mixedlm("y ~ x", table, "g", { vc_formula: {} }).fit(),
    status: "interior",
    warnings: [],
  },
  {
    kind: "components without text",
    call: () => mixedlm("y ~ x", table, "g", { vc_formula: { v: "" } }).fit(),
    status: "interior",
    warnings: [],
  },
  {
    kind: "two components that are the same",
    call: () => mixedlm("y ~ x", table, "g", { re_formula: "0 + x", vc_formula: { v: "1", w: "1" } }).fit(),
    status: "interior",
    warnings: ["not-converged", "retry", "components", "hessian"],
  },
  {
    kind: "three rows, lmm",
    call: () => lmm("y ~ (1 | g)", { y: [1, 3, 2], g: [1, 1, 2] }),
    status: "boundary",
    warnings: ["singular"],
  },
  {
    kind: "three rows, mixedlm",
    call: () => mixedlm("y ~ 1", { y: [1, 3, 2], g: [1, 1, 2] }, "g").fit(),
    status: "boundary",
    warnings: ["path-left", "boundary", "hessian"],
  },
  {
    kind: "infinite labels",
    call: () =>
      lmm("y ~ x + (1 | h)", {
        ...table,
        h: table.x.map((v) => (v > 2 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY)),
      }),
    status: "boundary",
    warnings: ["singular"],
  },
  {
    kind: "labels named as members of a prototype",
    call: () => lmm("y ~ x + (1 | h)", { ...table, h: table.x.map((v) => (v > 2 ? "__proto__" : "constructor")) }),
    status: "boundary",
    warnings: ["singular"],
  },
  {
    kind: "labels that are empty texts",
    call: () => lmm("y ~ x + (1 | h)", { ...table, h: table.g.map((own) => (own < "g3" ? "" : own)) }),
    status: "interior",
    warnings: [],
  },
  {
    kind: "labels of 5,000 characters",
    call: () =>
      mixedlm(
        "y ~ x",
        table,
        table.g.map((own) => own.repeat(2500)),
      ).fit(),
    status: "interior",
    warnings: [],
  },
  {
    kind: "halves of surrogate pairs as labels",
    call: () => lmm("y ~ x + (1 | h)", { ...table, h: table.g.map((own) => (own < "g3" ? "\ud800" : "\ud801")) }),
    status: "interior",
    warnings: [],
  },
];
