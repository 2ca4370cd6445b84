/** One question: its words, what stands against the answer, and the input for its kind. */

import type { ComponentChildren } from "preact";
import type { Fault } from "../checking";
import type { Draft, Field, Form, Value } from "../shapes";
import { inLanguage } from "../showing";
import { setAnswer, setReason } from "../work";
import { AmountInput } from "./amounts";
import { ChoiceInput, ChoicesInput, FlagInput } from "./choices";
import { useApp, useWords } from "./context";
import { DayInput } from "./days";
import { Icon } from "./icons";
import { laterInput } from "./later";
import { PhotoInput } from "./photo";
import { ReferenceInput } from "./reference";

export interface InputProps {
  field: Field;
  draft: Draft;
  label: string;
  about: string | undefined;
  faulty: boolean;
  alone: boolean;
  /** What an input with keys of its own shows above them. */
  between?: ComponentChildren;
  set: (value: Value | undefined, typed?: string) => void;
  /** Where this question is alone: a finger that touched an answer is led on. */
  goOn?: ((touch: Event) => void) | undefined;
}

const INPUTS: Partial<Record<Field["kind"], (props: InputProps) => ComponentChildren>> = {
  carats: AmountInput, money: AmountInput, hectares: AmountInput, cubic_metres: AmountInput, integer: NumberInput, year: NumberInput,
  choice: ChoiceInput, choices: ChoicesInput, flag: FlagInput, date: DayInput, reference: ReferenceInput,
  photo: PhotoInput, point: laterInput(() => import("./point")), area: laterInput(() => import("./area")),
  signed: laterInput(() => import("./signed")), rows: laterInput(() => import("./rows")),
};
/** The longest name, in letters. */
const ONE_LINE = 200;
const AMOUNTS = new Set(["carats", "money", "hectares", "cubic_metres"]);
const TOUCHED = new Set(["choice", "flag"]);
/** Kinds that are several inputs under one heading. */
const GROUPS = new Set(["choice", "choices", "flag", "date", "reference", "point", "area", "photo", "signed", "rows"]);

interface QuestionProps { field: Field; draft: Draft; form: Form; faults: Fault[]; warned: Fault[]; pressed: boolean; alone: boolean; goOn?: InputProps["goOn"] }

export function Question({ field, draft, faults, warned, pressed, alone, goOn }: QuestionProps) {
  const { state } = useApp();
  const { say, language } = useWords();
  const label = inLanguage(field.label, language);
  const id = `q-${field.code}`;
  const about = [field.hint && `${id}-hint`, faults.length > 0 && `${id}-fault`].filter(Boolean).join(" ") || undefined;
  const Input = INPUTS[field.kind] ?? WordsInput;
  const props: InputProps = {
    field, draft, label, about, alone, goOn, faulty: faults.length > 0,
    set: (value, typed) => setAnswer(draft, field.code, value, state, typed),
  };
  const words = <>{label}{!field.required && <span class="optional"> ({say("optional")})</span>}</>;
  const beside = (
    <>
      {field.hint && <p class="hint" id={`${id}-hint`}>{inLanguage(field.hint, language)}</p>}
      {faults.length > 0 && <div class="fault" id={`${id}-fault`} role="alert">{faults.map((one) => <p key={one.code}>{inLanguage(one.sentence, language)}</p>)}</div>}
    </>
  );
  const warnings = warned.map((one) => <Warning key={one.code} fault={one} draft={draft} pressed={pressed} />);
  if (!GROUPS.has(field.kind)) {
    return (
      <div class="question" data-field={field.code}>
        {alone ? <h2><label for={id}>{words}</label></h2> : <label for={id}>{words}</label>}
        {beside}
        <Input {...props} between={AMOUNTS.has(field.kind) ? warnings : undefined} />
        {!AMOUNTS.has(field.kind) && warnings}
      </div>
    );
  }
  return (
    <fieldset class="question" data-field={field.code} aria-describedby={about}>
      <legend>{alone ? <h2 data-start tabIndex={-1}>{words}</h2> : words}</legend>
      {beside}
      {goOn && TOUCHED.has(field.kind) && <p class="hint touch" aria-hidden="true">{say("touch_goes_on")}</p>}
      <Input {...props} />
      {warnings}
    </fieldset>
  );
}

/** What is unlikely: one sentence, and room for the reason with which the officer goes on. */
function Warning({ fault, draft, pressed }: { fault: Fault; draft: Draft; pressed: boolean }) {
  const { state } = useApp();
  const { say, language } = useWords();
  const why = draft.reasons[fault.code] ?? "";
  const id = `why-${fault.code}`;
  return (
    <div class="warning" data-warning={fault.code}>
      <div class="warning-words" role="status">
        <Icon name="flag" tone="ochre" />
        <p>{inLanguage(fault.sentence, language)} {say("warning_go_on")}</p>
      </div>
      {(pressed || why) && (
        <div class="warning-why">
          <label for={id}>{say("warning_reason")}</label>
          {pressed && !why.trim() && <p class="fault" role="alert">{say("reason_needed")}</p>}
          <input id={id} class="input" value={why} maxLength={300} autocomplete="off" onInput={(event) => setReason(draft, fault.code, event.currentTarget.value, state)} />
        </div>
      )}
    </div>
  );
}

function WordsInput({ field, draft, about, faulty, alone, set }: InputProps) {
  const written = field.kind === "paper_number";
  const props = {
    id: `q-${field.code}`, class: "input", value: String(draft.answers[field.code] ?? ""), maxLength: field.max_length, spellcheck: false,
    "aria-describedby": about, "aria-invalid": faulty || undefined, "data-start": alone || undefined,
  };
  // Whoever writes sentences sees them whole.
  if ((field.max_length ?? 0) > ONE_LINE) return <textarea {...props} rows={4} onInput={(event) => set(event.currentTarget.value)} />;
  return (
    <input
      {...props} autocomplete="off" autocapitalize={written ? "characters" : "sentences"} onInput={(event) => set(event.currentTarget.value)}
    />
  );
}

function NumberInput({ field, draft, about, faulty, alone, set }: InputProps) {
  const kept = draft.typed[field.code] ?? String(draft.answers[field.code] ?? "");
  return (
    <input
      id={`q-${field.code}`} class="input number" value={kept} inputMode="numeric" autocomplete="off"
      maxLength={field.kind === "year" ? 4 : 9} data-start={alone || undefined} aria-describedby={about} aria-invalid={faulty || undefined}
      onInput={(event) => {
        const typed = event.currentTarget.value.trim();
        if (/^\d+$/.test(typed)) set(Number(typed));
        else set(undefined, typed || undefined);
      }}
    />
  );
}
