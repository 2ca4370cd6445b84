/** Check what the server signed: by no portal's page and no forged answer is a record marked as sent, or a tablet closed. */

import { isObject } from "./answers";
import { sha256 } from "./events";
import type { Meta, ReceiptKey } from "./shapes";

/** What begins each kind of message, so that none passes for another. */
export const [RECEIPT, CLOSING, KEY] = ["kpfield/receipt\n", "kpfield/closing\n", "kpfield/key\n"] as const;
const CURVE = { name: "ECDSA", namedCurve: "P-256" };

export const isReceiptKey = (said: unknown): said is ReceiptKey =>
  isObject(said) && typeof said["key"] === "string" && typeof said["public"] === "string";

/** Whether this key signed all of it but its name and the signature, as JSON with sorted keys and no white space. */
export async function isSigned(receipt: unknown, by: ReceiptKey | undefined, purpose: string = RECEIPT): Promise<boolean> {
  if (!isObject(receipt) || !by || receipt["key"] !== by.key) return false;
  const { key: _name, signature, ...told } = receipt;
  const point = await crypto.subtle.importKey("raw", fromHex(by.public), CURVE, false, ["verify"]).catch(() => null);
  const words = new TextEncoder().encode(purpose + JSON.stringify(told, sorted));
  return point !== null && crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, point, fromHex(String(signature)), words);
}

/** Whether the receipt is for these answers, with their statuses and reasons; receipts of earlier servers do not say. */
export const isFor = async (receipt: Record<string, unknown>, answers: unknown): Promise<boolean> =>
  receipt["answers"] === undefined || receipt["answers"] === (await sha256(JSON.stringify(answers, sorted) ?? ""));

/**
 * What is kept of the key that the server says it signs with.
 *
 * It signs receipts from now on, whoever vouches for it; that this tablet is closed is believed of it only where the key
 * that came with a code vouches for it.
 */
export async function keysAfter(said: ReceiptKey, { receiptKey, closingKey = receiptKey }: Partial<Meta>): Promise<Partial<Meta>> {
  const { key, public: point, vouched } = said;
  const told: ReceiptKey = { key, public: point };
  const words = Array.isArray(vouched) ? vouched : [];
  const known = !closingKey || (await Promise.all(words.map((one) => isSigned(one, closingKey, KEY)))).some((signed, n) => signed && words[n].public === point);
  return { receiptKey: told, closingKey: known ? told : closingKey };
}

const sorted = (_name: string, value: unknown) =>
  isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;

export const fromHex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
