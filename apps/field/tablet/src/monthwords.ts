/** The words of a collector's month, in both languages: read from the tablet with the screens that say them. */

import type { Language } from "./shapes";
import { spoken } from "./words";
import type { Words } from "./words/en";

export const en = {
  month_about: "About this page",
  month_key: "Key the lines",
  month_which: "Month of the page",
  month_said: "What the page adds up to, if it says so",
  page_carats: "Carats, as the page says",
  page_price: "Money, as the page says",
  month_photo_why: "Each line will show the photo of this page.",
  month_line: "Line {n}",
  month_keyed: "Lines keyed so far",
  month_done: "Read it back",
  month_next_line: "Next line",
  month_as_written: "As written: {text}",
  month_total: "The whole page",
  month_more: "{by} more than the page says.",
  month_less: "{by} less than the page says.",
  month_stopped: { one: "{n} line needs another look before the page can be saved.", other: "{n} lines need another look before the page can be saved." },
  month_save: { one: "Save {n} purchase", other: "Save {n} purchases" },
  month_saved: { one: "{n} purchase is saved", other: "{n} purchases are saved" },
  month_saved_lead: "They are safe on this tablet and will be sent with the next contact.",
  cell_slip: "Slip",
  cell_day: "Day",
  cell_carats: "Carats",
  cell_price: "Price",
  cell_seller: "Seller",
} satisfies Record<string, Words>;

export type MonthKey = keyof typeof en;

export const fr: Record<MonthKey, Words> = {
  month_about: "Cette page",
  month_key: "Saisir les lignes",
  month_which: "Mois de la page",
  month_said: "Le total de la page, si elle en a un",
  page_carats: "Carats, selon la page",
  page_price: "Argent, selon la page",
  month_photo_why: "Chaque ligne montrera la photo de cette page.",
  month_line: "Ligne {n}",
  month_keyed: "Lignes déjà saisies",
  month_done: "Relire",
  month_next_line: "Ligne suivante",
  month_as_written: "Comme écrit : {text}",
  month_total: "Toute la page",
  month_more: "{by} de plus que la page.",
  month_less: "{by} de moins que la page.",
  month_stopped: { one: "{n} ligne est à revoir avant d’enregistrer la page.", other: "{n} lignes sont à revoir avant d’enregistrer la page." },
  month_save: { one: "Enregistrer {n} achat", other: "Enregistrer {n} achats" },
  month_saved: { one: "{n} achat est enregistré", other: "{n} achats sont enregistrés" },
  month_saved_lead: "Ils sont en sûreté sur cette tablette et partiront au prochain contact.",
  cell_slip: "Bordereau",
  cell_day: "Jour",
  cell_carats: "Carats",
  cell_price: "Prix",
  cell_seller: "Vendeur",
};

const ALL: Record<Language, Record<MonthKey, Words>> = { en, fr };

export const sayMonth = (language: Language) => (key: MonthKey, values: Record<string, string | number> = {}) =>
  spoken(ALL[language][key], language, values);
