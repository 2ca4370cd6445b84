/** Carats, money, hectares and cubic metres: a wide input with its unit inside, and large keys. */

import { useRef } from "preact/hooks";
import { commaOf, readAmount, typedAmount } from "../amounts";
import type { Field } from "../shapes";
import { currencyFor } from "../showing";
import { useWords } from "./context";
import { Icon } from "./icons";
import type { InputProps } from "./questions";

const ICONS = { carats: "stone", money: "note", hectares: "place", cubic_metres: "heap" } as const;
const placesOf = (field: Field) => (field.kind === "hectares" ? 4 : 2);

export function AmountInput({ field, draft, label, about, faulty, alone, between, set }: InputProps) {
  const { say, language } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const stored = draft.answers[field.code];
  const shown = draft.typed[field.code] ?? (stored === undefined ? "" : typedAmount(String(stored), language));
  const units = { carats: say("unit_ct"), hectares: say("unit_ha"), cubic_metres: say("unit_m3"), money: currencyFor(field, draft.answers) };
  const unit = units[field.kind as keyof typeof units];

  // What was typed stays as typed ("1," is on its way to 1,25); what is stored is the amount it says.
  // Whichever mark a keyboard has, the input shows the language's own.
  const inOurs = (typed: string) => typed.replace(/^(\d+)[.,](\d{0,2})$/, `$1${commaOf(language)}$2`);
  const take = (written: string) => {
    const typed = inOurs(written);
    set(typed ? (readAmount(typed, placesOf(field)) ?? undefined) : undefined, typed || undefined);
  };
  const press = (key: string) => {
    take(key === "delete" ? shown.slice(0, -1) : shown + key);
    input.current?.focus({ preventScroll: true });
  };
  return (
    <div class={alone ? "amount alone" : "amount"}>
      <div class="amount-box">
        {alone && <Icon name={ICONS[field.kind as keyof typeof ICONS]} size={32} />}
        <input
          id={`q-${field.code}`} ref={input} data-start={alone || undefined} value={shown} inputMode={alone ? "none" : "decimal"} autocomplete="off" maxLength={20}
          class={shown.length > 7 ? "small" : shown.length > 4 ? "mid" : undefined} size={1} aria-label={unit ? `${label} (${unit})` : label} aria-describedby={about} aria-invalid={faulty || undefined}
          onInput={(event) => take(event.currentTarget.value)}
        />
        {unit && <span class="unit" aria-hidden="true">{unit}</span>}
      </div>
      {between}
      {alone && <Keypad comma={commaOf(language)} onPress={press} />}
    </div>
  );
}

function Keypad({ comma, onPress }: { comma: string; onPress: (key: string) => void }) {
  const { say } = useWords();
  const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", comma, "0"];
  return (
    <div class="keypad" role="group" aria-label={say("keypad")}>
      {keys.map((key) => <button type="button" key={key} onClick={() => onPress(key)}>{key}</button>)}
      <button type="button" class="delete" onClick={() => onPress("delete")}>{say("clear")}</button>
    </div>
  );
}
