/** A point on P-256 whose second half follows from its first, written out: not every browser reads the short form. */

import { hex } from "../ids";
import { fromHex } from "../receipts";
import type { Bytes } from "./format";

const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/** null where there is no such point. */
export function whole(short: Bytes): Bytes | null {
  const [odd, x] = [short[0]! & 1, BigInt(`0x${hex(short.subarray(1))}`)];
  const square = (x ** 3n - 3n * x + B) % P;
  const root = power(square, (P + 1n) / 4n);
  if (short[0]! >> 1 !== 1 || x >= P || (root * root - square) % P !== 0n) return null;
  const y = Number(root & 1n) === odd ? root : P - root;
  return fromHex(`04${hex(short.subarray(1))}${y.toString(16).padStart(64, "0")}`);
}

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, ((base % P) + P) % P];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}
