// An esbuild plugin: of Ohm, only what reads texts by a grammar that was compiled before. In place of the whole library,
// the built package gets its matcher and its semantics; the compiler of grammars, its checks, tracing and the wording of
// failures stay out, because a compiled grammar has passed the checks and our messages are our own. What the recipe of
// a grammar says about its own source is cut out for the same reason. Tests run from source, with the whole library;
// `pack-check.mjs` runs the built package.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

const formula = createRequire(new URL("../packages/formula/package.json", import.meta.url));
const root = join(dirname(formula.resolve("ohm-js")), "../src");

/** The file that Ohm's licence asks to be passed on with its code. */
export const ohmLicence = join(root, "..", "LICENSE");

const entry = `
/*! Contains parts of Ohm (https://ohmjs.org), MIT licence: see LICENSE-ohm-js beside this file. */
export { makeRecipe } from "./main-kernel.js";
import { Grammar } from "./Grammar.js";
import { Semantics } from "./Semantics.js";
Semantics.BuiltInSemantics = Semantics.createSemantics(Grammar.BuiltInRules, null);
`;

/** Ohm's modules that are only reached by what was left out, each with what the rest still names of it. */
const leftOut = new Map([
  ["Trace.js", "export class Trace {}"],
  ["Failure.js", "export class Failure {}"],
  ["pexprs-assertAllApplicationsAreValid.js", passed("assertAllApplicationsAreValid")],
  ["pexprs-assertChoicesHaveUniformArity.js", passed("assertChoicesHaveUniformArity")],
  ["pexprs-assertIteratedExprsAreNotNullable.js", passed("assertIteratedExprsAreNotNullable")],
  ["pexprs-isNullable.js", ""],
  ["pexprs-outputRecipe.js", ""],
  ["pexprs-toArgumentNameList.js", ""],
  ["pexprs-toDisplayString.js", ""],
  ["pexprs-toFailure.js", ""],
]);

/** A check of a grammar that has been passed already. */
function passed(check) {
  return `import { PExpr } from "./pexprs-main.js"; PExpr.prototype.${check} = () => {};`;
}

/** Recipes carry the text of their grammar, and where in it each expression stood. */
function withoutSources(recipe) {
  return recipe.replace(/\{"sourceInterval":\[\d+,\d+\]\}/g, "0").replace(/\{"source":"(?:[^"\\]|\\.)*"\}/g, "0");
}

/** @type {import("esbuild").Plugin} */
export const ohmRuntime = {
  name: "ohm-runtime",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^ohm-js$/ }, () => ({
      path: join(root, "runtime.js"),
      pluginData: "entry",
      sideEffects: true,
    }));
    onLoad({ filter: /runtime\.js$/ }, ({ pluginData }) =>
      pluginData === "entry" ? { contents: entry, resolveDir: root } : null,
    );
    onLoad({ filter: /ohm-js.src.[\w-]+\.js$/ }, ({ path }) => {
      const contents = leftOut.get(basename(path));
      return contents === undefined ? null : { contents, resolveDir: root };
    });
    onLoad({ filter: /(?:built-in-rules|\.ohm-bundle)\.js$/ }, async ({ path }) => {
      return { contents: withoutSources(await readFile(path, "utf8")), resolveDir: dirname(path) };
    });
  },
};
