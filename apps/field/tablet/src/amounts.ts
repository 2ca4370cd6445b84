/** Carats and money as text: "1.25" is kept and sent, what people read and type follows their language. */

import { numbersIn } from "./formats";
import type { Language } from "./shapes";

export const commaOf = (language: Language) => (language === "fr" ? "," : ".");

/**
 * The amount that was typed, as "1.25"; null when it cannot be read for certain.
 *
 * Both marks are taken as the decimal one, since keyboards differ from languages; a mark with three digits behind it
 * could be either and is refused.
 */
export function readAmount(typed: string, places = 2): string | null {
  const text = typed.replace(/[\s\u00a0\u202f']/g, "");
  const parts = /^(\d+|\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?:([.,])(\d*))?$/.exec(text);
  if (!parts) return null;
  const [, whole = "", group, mark, decimals = ""] = parts;
  if (whole.length > 15 || decimals.length > places || (group && (!mark || group === mark))) return null;
  return `${whole.replace(/[.,]/g, "").replace(/^0+(?=\d)/, "")}.${decimals.padEnd(places, "0")}`;
}

/** "1494769.87" as `1,494,769.87` or `1 494 769,87`, never through a float. */
export function showAmount(amount: string, language: Language, places = 2): string {
  const [whole = "0", decimals = ""] = amount.split(".");
  const grouped = numbersIn(language).format(BigInt(whole));
  return places === 0 ? grouped : grouped + commaOf(language) + decimals.padEnd(places, "0").slice(0, places);
}

/** What an input shows for a stored amount: the language's mark, no groups. */
export const typedAmount = (amount: string, language: Language) => amount.replace(".", commaOf(language));

const scaled = (amount: string, places: number): bigint => {
  const [whole = "0", decimals = ""] = amount.split(".");
  return BigInt(whole + decimals.padEnd(places, "0").slice(0, places));
};

const unscaled = (hundredths: bigint): string => {
  const digits = hundredths.toString().padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

const divided = (above: bigint, below: bigint): bigint => (2n * above + below) / (2n * below);

/** US$ for a price at a rate of `perUsd` units a dollar, rounded half up to the cent; null without a usable rate. */
export function inDollars(price: string, perUsd: string): string | null {
  const rate = scaled(perUsd, 6);
  return rate === 0n ? null : unscaled(divided(scaled(price, 2) * 1_000_000n, rate));
}

/** Dollars a carat; null when there are no carats. */
export function aCarat(dollars: string, carats: string): string | null {
  const points = scaled(carats, 2);
  return points === 0n ? null : unscaled(divided(scaled(dollars, 2) * 100n, points));
}
