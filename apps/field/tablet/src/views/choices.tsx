/** Answers from a list: large buttons, and a filter where the list is long. */

import { useState } from "preact/hooks";
import { fold } from "../folding";
import type { Choice } from "../shapes";
import { inLanguage, optionsOf } from "../showing";
import { useWords } from "./context";
import { Pictogram } from "./pictograms";
import { stay } from "./touch";
import type { InputProps } from "./questions";

const LONG = 9;

interface OneProps { type: "radio" | "checkbox"; name: string; option: Choice; checked: boolean; onPick: () => void; onTouch?: InputProps["goOn"] }

function One({ type, name, option, checked, onPick, onTouch }: OneProps) {
  const { language } = useWords();
  return (
    <label class={checked ? "choice chosen" : "choice"}>
      <input type={type} name={name} value={option.code} checked={checked} onChange={onPick} onClick={onTouch} />
      <span class="mark" aria-hidden="true" />
      {option.pictogram && <Pictogram name={option.pictogram} />}
      <span>{inLanguage(option.label, language)}</span>
    </label>
  );
}

export function ChoiceInput({ field, draft, set, goOn }: InputProps) {
  const { say, language, posting } = useWords();
  const [sought, setSought] = useState("");
  const value = draft.answers[field.code];
  const options = optionsOf(field, posting);
  const long = options.length >= LONG;
  const sorted = long ? [...options].sort((a, b) => inLanguage(a.label, language).localeCompare(inLanguage(b.label, language), language)) : options;
  const words = fold(sought);
  const shown = sorted.filter((one) => one.code === value || !words || fold(`${inLanguage(one.label, language)} ${one.code}`).includes(words));
  return (
    <>
      {long && <input class="input" type="search" value={sought} aria-label={say("choose_filter")} placeholder={say("choose_filter")} onInput={(event) => setSought(event.currentTarget.value)} />}
      <div class={long ? "choices long" : "choices"}>
        {shown.map((option) => (
          <One key={option.code} type="radio" name={`q-${field.code}`} option={option} checked={option.code === value} onPick={() => set(option.code)} onTouch={goOn} />
        ))}
      </div>
      {!field.required && value !== undefined && <button type="button" class="quiet" onClick={(event) => { stay(event); set(undefined); }}>{say("remove")}</button>}
    </>
  );
}

export function ChoicesInput({ field, draft, set }: InputProps) {
  const { posting } = useWords();
  const value = (draft.answers[field.code] as string[] | undefined) ?? [];
  const toggle = (code: string) => {
    const next = value.includes(code) ? value.filter((one) => one !== code) : [...value, code];
    set(next.length ? next : undefined);
  };
  return (
    <div class="choices">
      {optionsOf(field, posting).map((option) => (
        <One key={option.code} type="checkbox" name={`q-${field.code}`} option={option} checked={value.includes(option.code)} onPick={() => toggle(option.code)} />
      ))}
    </div>
  );
}

export function FlagInput({ field, draft, set, goOn }: InputProps) {
  const { say } = useWords();
  const value = draft.answers[field.code];
  return (
    <div class="choices two">
      {[true, false].map((one) => (
        <label key={String(one)} class={value === one ? "choice chosen" : "choice"}>
          <input type="radio" name={`q-${field.code}`} value={one ? "yes" : "no"} checked={value === one} onChange={() => set(one)} onClick={goOn} />
          <span class="mark" aria-hidden="true" />
          <span>{say(one ? "yes" : "no")}</span>
        </label>
      ))}
    </div>
  );
}
