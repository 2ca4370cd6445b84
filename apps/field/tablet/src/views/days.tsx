/** A day as three numbers, in the order that both languages write it, with today and yesterday one touch away. */

import { useRef } from "preact/hooks";
import { joinParts, partsOf, readDay, splitParts, type Parts } from "../dates";
import { today } from "../drafts";
import { dayBefore } from "../moments";
import { showDay } from "../showing";
import { useApp, useWords } from "./context";
import type { InputProps } from "./questions";

export function DayInput({ field, draft, faulty, about, set, goOn }: InputProps) {
  const { doors } = useApp();
  const { say, language } = useWords();
  const boxes = useRef<(HTMLInputElement | null)[]>([]);
  const value = draft.answers[field.code] as string | undefined;
  const typed = draft.typed[field.code];
  const parts: Parts = typed !== undefined ? splitParts(typed) : value ? partsOf(value) : ["", "", ""];
  const now = today(doors.clock);
  const take = (index: number, text: string) => {
    const next = parts.map((part, at) => (at === index ? text.replace(/\D/g, "") : part)) as Parts;
    const day = readDay(next);
    set(day ?? undefined, joinParts(next) || undefined);
    if (next[index]!.length === 2 && index < 2) boxes.current[index + 1]?.focus();
  };
  const names = [say("day"), say("month"), say("year")];
  return (
    <div class="day">
      <div class="day-boxes">
        {names.map((name, index) => (
          <div key={name}>
            <label for={`q-${field.code}-${index}`}>{name}</label>
            <input
              id={`q-${field.code}-${index}`} ref={(box) => void (boxes.current[index] = box)} class="input number" value={parts[index]} inputMode="numeric"
              autocomplete="off" maxLength={index === 2 ? 4 : 2} size={1} aria-describedby={about} aria-invalid={faulty || undefined}
              onInput={(event) => take(index, event.currentTarget.value)}
            />
          </div>
        ))}
      </div>
      <div class="day-near">
        {([["today", now], ["yesterday", dayBefore(now)]] as const).map(([key, day]) => (
          <button type="button" key={key} class={value === day ? "secondary chosen" : "secondary"} aria-pressed={value === day} onClick={(event) => { set(day); goOn?.(event); }}>{say(key)}</button>
        ))}
      </div>
      <p class="day-words" aria-live="polite">{value ? showDay(value, language, true) : "\u00a0"}</p>
    </div>
  );
}
