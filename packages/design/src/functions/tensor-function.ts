// `te` with patsy's arguments: any number of bases, and constraints. What it learns from the rows of a design is the
// means of its columns under constraints='center'; what its bases learn is frozen in them before.
import type { Expression } from "@mixedlm/formula";
import { tensorProduct } from "../bases/tensor-product.ts";
import { count } from "../errors.ts";
import type { Arguments, CallContext, FunctionSpec } from "../expressions/calls.ts";
import * as callErrors from "../expressions/expression-errors.ts";
import { frozenCall } from "../expressions/frozen-call.ts";
import type { Value } from "../expressions/value.ts";
import { columnsArgument } from "./arguments.ts";
import { checkSize } from "./present-values.ts";
import { constrained, constraintsArgument, constraintsNode, learnConstraints } from "./spline-constraints.ts";

/** The function `te(basis, basis, ..., constraints=None)`; its bound arguments are the constraints, then the bases. */
export const TENSOR_FUNCTION: FunctionSpec = {
  parameters: ["constraints"],
  isVariadic: true,
  required: 0,
  takesKeywords: true,
  isRowwise: true,
  call: ([constraints, ...parts], context): Value => {
    const columns = products(parts, context);
    const rows = learnConstraints(constraintsArgument(constraints, context), () => columns);
    return constrained(columns, rows, constraints, context);
  },
  freeze: ([constraints, ...parts], context): Expression => {
    const rows = learnConstraints(constraintsArgument(constraints, context), () => products(parts, context));
    return frozenCall(context.call, context.call.args, { constraints: constraintsNode(rows, constraints, context) });
  },
};

/** The products of the bases' columns, as new columns. */
function products(parts: Arguments, context: CallContext): readonly Float64Array[] {
  const { call, source } = context;
  const inside = call.span[1] - 1;
  if (parts.length === 0) throw callErrors.missingArgument("te", "basis", { source, span: [inside, inside] });
  const bases = parts.map((part) => columnsArgument(part!, "a basis, such as `cr(x, df=5)`", context));
  const rows = bases[0]![0]?.length ?? 0;
  for (const [i, [column]] of bases.entries()) {
    if (column?.length === rows) continue;
    const lengths = [rows, column?.length ?? 0].map((n) => count(n, "row"));
    throw callErrors.shapeMismatch("te", lengths[0]!, lengths[1]!, context.at(parts[i]));
  }
  checkSize(
    rows,
    bases.reduce((product, basis) => product * basis.length, 1),
    context,
  );
  return bases.length === 1 ? bases[0]!.map((column) => column.slice()) : tensorProduct(bases);
}
