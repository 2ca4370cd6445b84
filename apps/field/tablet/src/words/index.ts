/** Say something in the officer's language. */

import type { Language } from "../shapes";
import { en, type Key, type Words } from "./en";
import { fr } from "./fr";

const ALL: Record<Language, Record<Key, Words>> = { en, fr };

export type Say = (key: Key, values?: Record<string, string | number>) => string;

/** Words with `{names}` filled in; those in two parts by the language's own rule for the number `n`. */
export function sayIn(language: Language): Say {
  const rules = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const words = ALL[language][key];
    const chosen = typeof words === "string" ? words : words[rules.select(Number(values["n"])) === "one" ? "one" : "other"];
    return chosen.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  };
}
