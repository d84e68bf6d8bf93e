// A number and one of Python's `%` formats, as users write them ("%.4f", "%8.3g"), come in; the characters go out that
// Python prints. Flags, width and text around the number are honoured.
import { formatSyntax } from "../errors.ts";
import { formatFixed, formatGeneral, formatRepr, formatScientific } from "./number-format.ts";

const CONVERSION = /%(?:%|([-+ 0#]*)(\d*)(?:\.(\d*))?[hlL]?([a-zA-Z]))/g;

/** The parts of a conversion as written. */
interface Conversion {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

/**
 * Formats a number as Python's `format % x`.
 *
 * @param format - text with one conversion: `f`, `e`, `g` (or in capitals), `d`, `i`, `s` or `r`; `%%` is a percent
 *   sign.
 * @param x - any double.
 * @throws {@link ReportError} `format-syntax` for a format without or with several conversions, or with another one.
 * @see Python standard library, "printf-style String Formatting".
 * @example
 * ```ts
 * formatPercent("%+.2f mm", 1.005); // "+1.00 mm"
 * ```
 */
export function formatPercent(format: string, x: number): string {
  let count = 0;
  const text = format.replace(CONVERSION, (whole: string, flags = "", width = "", precision?: string, letter = "") => {
    if (whole === "%%") return "%";
    count += 1;
    const digits = precision === undefined ? undefined : Number(precision);
    return padded(x, { flags, width: Number(width), precision: digits, letter }, format);
  });
  if (count !== 1 || format.replace(CONVERSION, "").includes("%")) throw formatSyntax(format);
  return text;
}

function padded(x: number, conversion: Conversion, format: string): string {
  const { flags, width, letter } = conversion;
  const isText = letter === "s" || letter === "r";
  const bare = converted(x, conversion, format);
  const isNegative = !isText && bare.startsWith("-");
  const digits = isNegative ? bare.slice(1) : bare;
  const plus = flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  const sign = isText ? "" : isNegative ? "-" : plus;
  if (flags.includes("-")) return (sign + digits).padEnd(width);
  if (flags.includes("0") && !isText) return sign + digits.padStart(width - sign.length, "0");
  return (sign + digits).padStart(width);
}

function converted(x: number, { flags, precision, letter }: Conversion, format: string): string {
  const places = precision ?? 6;
  switch (letter) {
    case "f":
    case "F":
      return capitals(withPoint(formatFixed(x, places), flags), letter);
    case "e":
    case "E":
      return capitals(withPoint(formatScientific(x, places), flags), letter);
    case "g":
    case "G":
      return capitals(flags.includes("#") ? keptZeros(x, places) : formatGeneral(x, places), letter);
    case "d":
    case "i":
      return wholePart(x, precision ?? 0, format);
    case "s":
    case "r":
      return [...formatRepr(x)].slice(0, precision).join("");
    default:
      throw formatSyntax(format);
  }
}

function capitals(text: string, letter: string): string {
  return letter === letter.toUpperCase() ? text.toUpperCase() : text;
}

// the flag # keeps the point of a number without decimals
function withPoint(text: string, flags: string): string {
  return flags.includes("#") && /\d/.test(text) && !text.includes(".") ? text.replace(/^(-?\d+)/, "$1.") : text;
}

// %#g: as %g, but with all its significant digits
function keptZeros(x: number, precision: number): string {
  if (!Number.isFinite(x)) return formatGeneral(x, precision);
  const significant = Math.max(precision, 1);
  const exponent = Number(formatScientific(x, significant - 1).split("e")[1]);
  const isScientific = exponent < -4 || exponent >= significant;
  const text = isScientific ? formatScientific(x, significant - 1) : formatFixed(x, significant - 1 - exponent);
  return withPoint(text, "#");
}

function wholePart(x: number, digits: number, format: string): string {
  if (!Number.isFinite(x)) throw formatSyntax(format, x);
  const whole = BigInt(Math.trunc(x));
  const text = (whole < 0n ? -whole : whole).toString().padStart(digits, "0");
  return whole < 0n ? `-${text}` : text;
}
