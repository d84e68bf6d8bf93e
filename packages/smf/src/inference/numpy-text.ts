// One number as NumPy prints it in an array: at most eight decimals, no zeros at the end, scientific for what is huge
// or tiny. statsmodels' tests print arrays of one number.
import { formatFixed, formatRepr, formatScientific } from "@mixedlm/report";

const DECIMALS = 8;

/**
 * The characters between the brackets of `str(np.array([x]))`.
 *
 * @see NumPy 1.24, `numpy.array2string` with default print options.
 */
export function numpyText(x: number): string {
  if (!Number.isFinite(x)) return formatRepr(x);
  const size = Math.abs(x);
  if (size !== 0 && (size >= 1e8 || size < 1e-4)) {
    const [digits = "", exponent = ""] = shortest(x.toExponential(), (n) => formatScientific(x, n)).split("e");
    const sign = exponent.startsWith("-") ? "-" : "+";
    return `${trimmed(digits)}e${sign}${exponent.replace(/^[-+]/, "").padStart(2, "0")}`;
  }
  return trimmed(shortest(formatRepr(x), (n) => formatFixed(x, n)));
}

// the shortest digits that tell the number, unless there are more than eight decimals
function shortest(exact: string, rounded: (decimals: number) => string): string {
  const decimals = /\.(\d+)/.exec(exact)?.[1]?.length ?? 0;
  return decimals > DECIMALS ? rounded(DECIMALS) : exact;
}

function trimmed(digits: string): string {
  return digits.includes(".") ? digits.replace(/0+$/, "") : `${digits}.`;
}
