/** Check the signature under a receipt: by no portal's page and no forged answer is a record marked as sent. */

import { isObject } from "./answers";
import { sha256 } from "./events";
import type { ReceiptKey } from "./shapes";

const PURPOSE = "kpfield/receipt\n";
const CURVE = { name: "ECDSA", namedCurve: "P-256" };

export const isReceiptKey = (said: unknown): said is ReceiptKey =>
  isObject(said) && typeof said["key"] === "string" && typeof said["public"] === "string";

/** Whether this key signed all of the receipt but its name and the signature, as JSON with sorted keys and no white space. */
export async function isSigned(receipt: unknown, by: ReceiptKey | undefined): Promise<boolean> {
  if (!isObject(receipt) || !by || receipt["key"] !== by.key) return false;
  const { key: _name, signature, ...told } = receipt;
  const point = await crypto.subtle.importKey("raw", fromHex(by.public), CURVE, false, ["verify"]).catch(() => null);
  const words = new TextEncoder().encode(PURPOSE + JSON.stringify(told, sorted));
  return point !== null && crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, point, fromHex(String(signature)), words);
}

/** Whether the receipt is for these answers, with their statuses and reasons; receipts of earlier servers do not say. */
export const isFor = async (receipt: Record<string, unknown>, answers: unknown): Promise<boolean> =>
  receipt["answers"] === undefined || receipt["answers"] === (await sha256(JSON.stringify(answers, sorted) ?? ""));

const sorted = (_name: string, value: unknown) =>
  isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;

export const fromHex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
