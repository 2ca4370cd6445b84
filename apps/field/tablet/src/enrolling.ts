/** Trade a one-time code for this tablet's token. */

import { isObject, troubleOf, type Trouble } from "./answers";
import type { Network } from "./ports";
import { isReceiptKey } from "./receipts";
import type { Officer, ReceiptKey, RecoveryKey, Tablet } from "./shapes";

/** `made`: so many events of this tablet the server knows of; `numbersFrom`: behind it papers are numbered, where none are here. */
export interface Enrolled { token: string; made?: number; numbersFrom?: number; tablet: Tablet; officer: Officer; receipt_key: ReceiptKey; recovery_key?: RecoveryKey | null }

/** As printed on the paper: letters and digits, with or without the dash and the case. */
export const tidyCode = (typed: string) => typed.trim().toUpperCase().replace(/[\s–—_]+/g, "-");

export async function enrol(code: string, network: Network, language: string): Promise<Enrolled | { trouble: Trouble; sentence?: string }> {
  const asked = tidyCode(code);
  const reply = await network.send({ method: "POST", path: "/api/sync/v1/enrol/", body: JSON.stringify({ code: asked }), language });
  const trouble = troubleOf(reply);
  const said = reply?.body;
  if (trouble) return { trouble, sentence: isObject(said) && typeof said["detail"] === "string" ? said["detail"] : undefined };
  const answer = said as unknown as Enrolled;
  const { token, tablet, officer, receipt_key } = answer;
  // The code comes back with the answer: a proxy that hands out another tablet's would make two of one.
  const ours = isObject(said) && said["code"] === asked;
  const whole = ours && typeof token === "string" && isObject(tablet) && isObject(officer) && isReceiptKey(receipt_key);
  const recovery_key = isReceiptKey(answer.recovery_key) ? answer.recovery_key : null;
  const [made, numbersFrom] = [isObject(said) ? said["made"] : 0, isObject(said) ? said["numbers_from"] : 0].map(countIn);
  return whole ? { token, made, numbersFrom, tablet, officer, receipt_key, recovery_key } : { trouble: "not_ours" };
}

const countIn = (said: unknown) => (Number.isSafeInteger(said) && (said as number) > 0 ? (said as number) : 0);
