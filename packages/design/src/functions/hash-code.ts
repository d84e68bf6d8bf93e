// A text -> a whole number below a limit, the same on every machine. The one file that imports @noble/hashes.
import { md5 } from "@noble/hashes/legacy.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * Hashes a text: its MD5 digest, read as one whole number with the first byte the highest, modulo `count`.
 *
 * @param text - hashed as UTF-8.
 * @param count - from 1 to 2^45.
 * @returns a whole number from 0 to count - 1.
 */
export function hashCode(text: string, count: number): number {
  return md5(utf8ToBytes(text)).reduce((rest, byte) => (rest * 256 + byte) % count, 0);
}
