/** How a language writes numbers and days. What writes them is dear to make, and asked for in each line of a list. */

import type { Language } from "./shapes";

const LOCALE: Record<Language, string> = { en: "en-GB", fr: "fr-FR" };

function once<F>(make: (language: Language) => F): (language: Language) => F {
  const made: Partial<Record<Language, F>> = {};
  return (language) => (made[language] ??= make(language));
}

const DAY: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };

export const numbersIn = once((language) => new Intl.NumberFormat(LOCALE[language]));
export const degreesIn = once((language) => new Intl.NumberFormat(LOCALE[language], { minimumFractionDigits: 5, maximumFractionDigits: 5 }));
export const daysIn = once((language) => new Intl.DateTimeFormat(LOCALE[language], DAY));
export const weekdaysIn = once((language) => new Intl.DateTimeFormat(LOCALE[language], { ...DAY, weekday: "short" }));
export const pluralsIn = once((language) => new Intl.PluralRules(language));
