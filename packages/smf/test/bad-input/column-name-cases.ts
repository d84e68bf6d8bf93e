// Columns named as members of a prototype that are not there.
import { refused, table, untyped } from "./inputs.ts";
import type { BadInput } from "./run-cases.ts";

/** Each is refused. */
export const columnNameCases: readonly BadInput[] = [
  refused(
    "a column __proto__ that is not there, mixedlm",
    () => untyped.mixedlm("y ~ Q('__proto__')", table, "g").fit(),
    "forbidden",
    "`__proto__` is not available in formulas; only columns, listed functions and `np.` functions are",
    "    y ~ Q('__proto__')",
    "           ^^^^^^^^^",
  ),
  refused(
    "a column __proto__ that is not there, lmm",
    () => untyped.lmm("y ~ `__proto__` + (1 | g)", table),
    "forbidden",
    "`__proto__` is not available in formulas; only columns, listed functions and `np.` functions are",
    "    y ~ `__proto__` + (1 | g)",
    "        ^^^^^^^^^^^",
  ),
  refused(
    "groups in a column __proto__ that is not there",
    () => untyped.mixedlm("y ~ x", table, "__proto__").fit(),
    "unknown-name",
    "`__proto__` is not a column of the table (columns: y, x, z, a, g)",
  ),
  refused(
    "a column constructor that is not there, mixedlm",
    () => untyped.mixedlm("y ~ Q('constructor')", table, "g").fit(),
    "forbidden",
    "`constructor` is not available in formulas; only columns, listed functions and `np.` functions are",
    "    y ~ Q('constructor')",
    "           ^^^^^^^^^^^",
  ),
  refused(
    "a column constructor that is not there, lmm",
    () => untyped.lmm("y ~ `constructor` + (1 | g)", table),
    "forbidden",
    "`constructor` is not available in formulas; only columns, listed functions and `np.` functions are",
    "    y ~ `constructor` + (1 | g)",
    "        ^^^^^^^^^^^^^",
  ),
  refused(
    "groups in a column constructor that is not there",
    () => untyped.mixedlm("y ~ x", table, "constructor").fit(),
    "unknown-name",
    "`constructor` is not a column of the table (columns: y, x, z, a, g)",
  ),
  refused(
    "a column toString that is not there, mixedlm",
    () => untyped.mixedlm("y ~ Q('toString')", table, "g").fit(),
    "forbidden",
    "`toString` is not available in formulas; only columns, listed functions and `np.` functions are",
    "    y ~ Q('toString')",
    "           ^^^^^^^^",
  ),
  refused(
    "a column toString that is not there, lmm",
    () => untyped.lmm("y ~ `toString` + (1 | g)", table),
    "forbidden",
    "`toString` is not available in formulas; only columns, listed functions and `np.` functions are",
    "    y ~ `toString` + (1 | g)",
    "        ^^^^^^^^^^",
  ),
  refused(
    "groups in a column toString that is not there",
    () => untyped.mixedlm("y ~ x", table, "toString").fit(),
    "unknown-name",
    "`toString` is not a column of the table (columns: y, x, z, a, g)",
  ),
  refused(
    "a column hasOwnProperty that is not there, mixedlm",
    () => untyped.mixedlm("y ~ Q('hasOwnProperty')", table, "g").fit(),
    "forbidden",
    "`hasOwnProperty` is not available in formulas; only columns, listed functions and `np.` functions are",
    "    y ~ Q('hasOwnProperty')",
    "           ^^^^^^^^^^^^^^",
  ),
  refused(
    "a column hasOwnProperty that is not there, lmm",
    () => untyped.lmm("y ~ `hasOwnProperty` + (1 | g)", table),
    "forbidden",
    "`hasOwnProperty` is not available in formulas; only columns, listed functions and `np.` functions are",
    "    y ~ `hasOwnProperty` + (1 | g)",
    "        ^^^^^^^^^^^^^^^^",
  ),
  refused(
    "groups in a column hasOwnProperty that is not there",
    () => untyped.mixedlm("y ~ x", table, "hasOwnProperty").fit(),
    "unknown-name",
    "`hasOwnProperty` is not a column of the table (columns: y, x, z, a, g)",
  ),
];
