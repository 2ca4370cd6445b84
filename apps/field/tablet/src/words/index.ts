/** Say something in the officer's language. */

import { computed, signal } from "@preact/signals";
import { pluralsIn } from "../formats";
import type { Language } from "../shapes";
import type { Key, Words } from "./en";

type Vocabulary = Record<Key, Words>;

/** The languages that were read from the tablet; an officer speaks one, and carries the other for a colleague. */
const known = signal<Partial<Record<Language, Vocabulary>>>({});

export type Say = (key: Key, values?: Record<string, string | number>) => string;

export async function learn(language: Language): Promise<void> {
  if (known.peek()[language]) return;
  const words = language === "fr" ? (await import("./fr")).fr : (await import("./en")).en;
  known.value = { ...known.peek(), [language]: words };
}

/** Whether anything can be said yet. */
export const canSpeak = () => Object.keys(known.value).length > 0;

/**
 * Words with `{names}` filled in; those in two parts by the language's own rule for the number `n`.
 *
 * Until a language is read, the words are those of the one spoken before.
 */
export const sayIn = (language: Language): Say => sayers.value[language];

const sayers = computed(() => ({ en: sayer("en"), fr: sayer("fr") }));

function sayer(language: Language): Say {
  const vocabulary = known.value[language] ?? Object.values(known.value)[0];
  return (key, values) => spoken(vocabulary?.[key] ?? "", language, values);
}

export function spoken(words: Words, language: Language, values: Record<string, string | number> = {}): string {
  const chosen = typeof words === "string" ? words : words[pluralsIn(language).select(Number(values["n"])) === "one" ? "one" : "other"];
  return chosen.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
