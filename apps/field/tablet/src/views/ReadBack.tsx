/** The figures read back in large type, the currency that changes hands first. */

import { aCarat, inDollars, showAmount } from "../amounts";
import { hasVoice, speak } from "../device";
import type { Draft } from "../shapes";
import { showDay, workOf } from "../showing";
import { useWords } from "./context";
import { Icon } from "./icons";

export function ReadBack({ draft, asked }: { draft: Draft; asked: Set<string> }) {
  const { say, language, posting } = useWords();
  const text = (code: string) => (asked.has(code) && draft.answers[code] !== undefined ? String(draft.answers[code]) : "");
  const [carats, price, currency] = [text("carats"), text("price") || text("value"), text("currency")];
  const nothing = workOf(draft) === "nil";
  const period = [...new Set([text("starts_on"), text("ends_on")])].map((day) => showDay(day, language)).join(" – ");
  if (!carats && !nothing) return null;
  if ((draft.form === "purchase" || draft.form === "resale") && (!price || !currency)) return null;

  const rate = posting?.choices.currencies.find(({ code }) => code === currency)?.rate;
  const dollars = currency === "USD" ? price : price && rate ? inDollars(price, rate.per_usd) : null;
  const each = dollars && carats ? aCarat(dollars, carats) : null;
  const words = price
    ? say("read_words_purchase", { carats: showAmount(carats, language), price: showAmount(price, language), currency })
    : say("read_words_production", { carats: carats && showAmount(carats, language) });
  return (
    <section class="read-back" aria-label={words}>
      <div class="read-head">
        <h2>{say("check_right")}</h2>
        {carats && hasVoice(language) && (
          <button type="button" class="quiet" onClick={() => speak(words, language)}><Icon name="voice" /><span>{say("read_aloud")}</span></button>
        )}
      </div>
      {nothing && <p class="figure words"><b>{say("nothing_found")}</b></p>}
      {nothing && <p class="lead">{period}</p>}
      {carats && <p class="figure"><Icon name="stone" size={48} /><b>{showAmount(carats, language)}</b> <span>{say("carats")}</span></p>}
      {price && <p class="figure"><Icon name="note" size={48} /><b>{showAmount(price, language)}</b> <span>{currency}</span></p>}
      {dollars && (
        <div class="dollars">
          <p>
            {currency !== "USD" && <><b>{showAmount(dollars, language)}</b> {say("usd")}</>}
            {currency !== "USD" && each && " · "}
            {each && <><b>{showAmount(each, language)}</b> {say("a_carat")}</>}
          </p>
          {rate && currency !== "USD" && <p class="hint">{say("rate_of", { rate: showRate(rate.per_usd, language), currency, day: showDay(rate.day, language) })}</p>}
        </div>
      )}
    </section>
  );
}

/** A rate with the decimals that it has, and at least two. */
function showRate(rate: string, language: "en" | "fr"): string {
  const decimals = (rate.split(".")[1] ?? "").replace(/0+$/, "");
  return showAmount(rate, language, Math.max(2, decimals.length));
}
