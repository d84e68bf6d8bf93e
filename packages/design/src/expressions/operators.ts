// Python's arithmetic on numbers and columns: true division, floored `//` and `%`, truth values that add as "or",
// whole numbers that stay whole. What it gives for each pair of types is what pandas gives for columns.
import type { ExpressionOperator, Place } from "@mixedlm/formula";
import { power as numberPower } from "@mixedlm/linalg";
import { combineNumbers, mapNumbers } from "./broadcast.ts";
import * as errors from "./expression-errors.ts";
import { commonType, isNumeric, type NumberType, type NumericValue, numberType, type Value } from "./value.ts";

/** An operand and its place. */
export interface Operand {
  readonly value: Value;
  readonly at: Place;
}

/** Operators on numbers; comparisons are in comparisons.ts. */
export type ArithmeticOperator = Exclude<ExpressionOperator, "<" | "<=" | ">" | ">=" | "==" | "!=">;

/**
 * Applies an operator to one operand: `-`, `+`, or `~`, which negates truth values and flips the bits of whole numbers.
 *
 * @throws {@link DesignError} `type` for text and for `~` of a float.
 */
export function unaryOperation(op: "+" | "-" | "~", operand: Operand): Value {
  const value = numericOperand(op, operand);
  const type = numberType(value);
  const truth = type === "bool" && value.kind !== "scalar";
  if (op === "+") return value.kind === "scalar" && type === "bool" ? { ...value, type: "int" } : value;
  if (truth) return mapNumbers(value, "bool", (a) => 1 - a);
  if (op === "-")
    return type === "float" ? mapNumbers(value, "float", (a) => -a) : mapNumbers(value, "int", (a) => 0 - a);
  if (type === "float") throw errors.wrongType("~", value, "truth values or whole numbers", operand.at);
  return mapNumbers(value, "int", (a) => -1 - a);
}

/**
 * Applies an arithmetic or bitwise operator.
 *
 * @param at - place of the whole operation.
 * @throws {@link DesignError} `type` when an operand is no number or the operation does not exist for its type,
 *   `rows` when the shapes differ, `arguments` when a constant is divided by zero.
 */
export function arithmeticOperation(op: ArithmeticOperator, left: Operand, right: Operand, at: Place): Value {
  const [a, b] = [numericOperand(op, beside(left, right)), numericOperand(op, beside(right, left))];
  const types = [numberType(a), numberType(b)] as const;
  const common = commonType(...types);
  // Two truth values that are constants are Python's and count as numbers; columns of them have a logic of their own.
  const truth = common === "bool" && (a.kind !== "scalar" || b.kind !== "scalar");
  const counted: NumberType = common === "float" ? "float" : "int";
  switch (op) {
    case "+":
      return combineNumbers(op, [a, b], truth ? "bool" : counted, truth ? either : add, at);
    case "*":
      return combineNumbers(op, [a, b], truth ? "bool" : counted, multiply, at);
    case "-":
      if (truth) throw errors.truthArithmetic(op, at);
      return combineNumbers(op, [a, b], counted, subtract, at);
    case "&":
    case "|":
      return bitwiseOperation(op, a, left, b, right, at);
    case "**":
      return power(a, b, at);
    default:
      if (truth && op !== "%") throw errors.truthArithmetic(op, at);
      return division(op, a, b, counted, at);
  }
}

/** Beside an array of several columns, a list of numbers has one for each column, as in numpy. */
function beside(operand: Operand, other: Operand): Operand {
  const { value, at } = operand;
  if (value.kind !== "list" || other.value.kind !== "matrix") return operand;
  const items = value.items.filter((item) => item.kind === "scalar");
  if (items.length !== other.value.columns.length || items.length !== value.items.length) return operand;
  const type = items.map((item) => item.type).reduce(commonType, "bool");
  return { value: { kind: "matrix", type, columns: items.map((item) => Float64Array.of(item.value)) }, at };
}

/** Checks that an operand is a number or numbers. */
function numericOperand(operation: string, { value, at }: Operand): NumericValue {
  if (!isNumeric(value)) throw errors.wrongType(operation, value, "numbers", at);
  return value;
}

const add = (a: number, b: number): number => a + b;
const subtract = (a: number, b: number): number => a - b;
const multiply = (a: number, b: number): number => a * b;
const either = (a: number, b: number): number => Math.min(1, a + b);

/** `/`, `//`, `%`: of whole numbers the last two are whole, unless a divisor is zero. */
function division(op: "/" | "//" | "%", a: NumericValue, b: NumericValue, counted: NumberType, at: Place): Value {
  if (a.kind === "scalar" && b.kind === "scalar" && b.value === 0) {
    throw errors.undefinedConstant(op, a.value, b.value, at);
  }
  if (op === "/") return combineNumbers(op, [a, b], "float", (x, y) => x / y, at);
  const type = counted === "int" && hasZero(b) ? "float" : counted;
  return combineNumbers(op, [a, b], type, op === "//" ? floorDivide : modulo, at);
}

function hasZero(value: NumericValue): boolean {
  if (value.kind === "scalar") return value.value === 0;
  const columns = value.kind === "matrix" ? value.columns : [value.column.values];
  return columns.some((column) => column.includes(0));
}

/**
 * Divides and rounds down, from the remainder and not from the rounded quotient: 1 // 0.1 is 9, since 0.1 is a little
 * more than a tenth.
 */
function floorDivide(a: number, b: number): number {
  if (b === 0) return a / b;
  const remainder = a % b;
  const quotient = (a - remainder) / b;
  const floored = remainder !== 0 && remainder < 0 !== b < 0 ? quotient - 1 : quotient;
  const rounded = Math.floor(floored);
  return floored - rounded > 0.5 ? rounded + 1 : rounded;
}

/** The remainder with the sign of the divisor; NaN when that is zero. */
export function modulo(a: number, b: number): number {
  const remainder = a % b;
  if (remainder === 0) return b < 0 ? -0 : 0;
  return remainder < 0 !== b < 0 ? remainder + b : remainder;
}

/**
 * Raises to a power. Whole numbers stay whole; a negative whole power of a whole column is an error.
 *
 * @throws {@link DesignError} `type` for that and for truth values, `arguments` when the power of two constants is not
 * a real number.
 */
export function power(a: NumericValue, b: NumericValue, at: Place): Value {
  const common = commonType(numberType(a), numberType(b));
  const whole = common !== "float";
  const constants = a.kind === "scalar" && b.kind === "scalar";
  if (constants) {
    const value = numberPower(a.value, b.value);
    const undefinedValue = Number.isNaN(value) && !Number.isNaN(a.value) && !Number.isNaN(b.value);
    if (undefinedValue || (a.value === 0 && b.value < 0)) throw errors.undefinedConstant("**", a.value, b.value, at);
    return { kind: "scalar", type: whole && b.value >= 0 ? "int" : "float", value };
  }
  if (common === "bool") throw errors.truthArithmetic("**", at);
  if (whole && hasNegative(b)) throw errors.negativePower(at);
  const type = whole ? "int" : "float";
  if (b.kind === "scalar" && b.value === 2) return mapNumbers(a, type, (x) => x * x);
  if (b.kind === "scalar" && b.value === 0.5) return mapNumbers(a, type, Math.sqrt);
  return combineNumbers("**", [a, b], type, numberPower, at);
}

function hasNegative(value: NumericValue): boolean {
  if (value.kind === "scalar") return value.value < 0;
  const columns = value.kind === "matrix" ? value.columns : [value.column.values];
  return columns.some((column) => column.some((x) => x < 0));
}

/** `&` and `|`: of bits for whole numbers, and a truth value as soon as one operand is; missing counts as false. */
function bitwiseOperation(
  op: "&" | "|",
  a: NumericValue,
  left: Operand,
  b: NumericValue,
  right: Operand,
  at: Place,
): Value {
  for (const [value, operand] of [
    [a, left],
    [b, right],
  ] as const) {
    if (numberType(value) === "float") {
      throw errors.wrongType(op, value, `truth values, as in \`(x > 0) ${op} (z > 0)\`, or whole numbers`, operand.at);
    }
  }
  const bits = op === "&" ? bitAnd : bitOr;
  if (numberType(a) === "int" && numberType(b) === "int") return combineNumbers(op, [a, b], "int", bits, at);
  const truth = (x: number, y: number): number => (Number.isNaN(x + y) ? 0 : Number(bits(x, y) !== 0));
  return combineNumbers(op, [a, b], "bool", truth, at);
}

const isSmall = (a: number): boolean => (a | 0) === a;

/** Bits of what is missing, or of a power too large for a double, are missing. */
function bitAnd(a: number, b: number): number {
  if (!Number.isInteger(a) || !Number.isInteger(b)) return Number.NaN;
  return isSmall(a) && isSmall(b) ? a & b : Number(BigInt(a) & BigInt(b));
}

function bitOr(a: number, b: number): number {
  if (!Number.isInteger(a) || !Number.isInteger(b)) return Number.NaN;
  return isSmall(a) && isSmall(b) ? a | b : Number(BigInt(a) | BigInt(b));
}
