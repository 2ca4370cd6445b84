/** What is asked once for a page of the register: its photo, its month, the buyer, and what it adds up to by its own count. */

import { useState } from "preact/hooks";
import { fieldOf, judge, today } from "../drafts";
import * as month from "../month";
import { sayMonth } from "../monthwords";
import type { Field, Sale } from "../shapes";
import type { Context } from "../showing";
import { changeDraft } from "../work";
import { useApp, useWords } from "./context";
import { Frame, LinkTo, Notice } from "./frame";
import { showMonth, useTell, type StepProps } from "./MonthParts";
import { Question } from "./questions";

const EMPTY: Sale = { record: "", slip: "", day: "", carats: "", price: "" };

/** The months that a page may be of, the last one first. */
function monthsBefore(day: string, n = 12): string[] {
  const [year, at] = day.split("-").map(Number) as [number, number];
  return Array.from({ length: n }, (_, back) => new Date(Date.UTC(year, at - 1 - back, 1)).toISOString().slice(0, 7));
}

const amountField = (code: keyof typeof month.SAID, context: Context): Field => {
  const words = sayMonth(context.language)(code);
  return { code, kind: month.SAID[code], label: { en: words, fr: words } } as Field;
};

export function About({ draft, form }: StepProps) {
  const { state, doors } = useApp();
  const context = useWords();
  const { say, language } = context;
  const tell = useTell();
  const [pressed, setPressed] = useState(false);
  const day = today(doors.clock);
  const faults = month.faultsAbout(draft, form, day);
  const asked = new Set(judge(month.draftOfLine(draft, draft.page!.lines[0] ?? EMPTY), form, day).asked);
  const fields = month.ABOUT.map((code) => fieldOf(form, code)).filter((field): field is Field => field !== undefined && asked.has(field.code));
  const next = () => (faults.length ? setPressed(true) : changeDraft(draft, (now) => month.openLines(now, doors.clock, doors.chance), state));
  return (
    <Frame
      plain title={say("tile_month")} under={tell("month_about")} step="about"
      right={<LinkTo to={{ page: "home" }}>{say("save_and_leave")}</LinkTo>}
      foot={<div class="foot-buttons"><button type="button" class="primary" onClick={next}>{tell("month_key")}</button></div>}
    >
      <h2 data-start tabIndex={-1}>{tell("month_about")}</h2>
      {pressed && faults.length > 0 && <Notice tone="ochre"><p>{say("section_faults", { n: faults.length })}.</p></Notice>}
      <div class="questions">
        <div class="question">
          <label for="month">{tell("month_which")}</label>
          <select
            id="month" class="input" value={draft.page!.month}
            onChange={({ currentTarget: { value } }) => changeDraft(draft, (now) => ({ ...now, page: { ...now.page!, month: value } }), state)}
          >
            {monthsBefore(day).map((code) => <option key={code} value={code}>{showMonth(code, context)}</option>)}
          </select>
        </div>
        {fields.map((field) => (
          <Question
            key={field.code} field={field} draft={draft} form={form} alone={false} pressed={pressed} warned={[]}
            faults={pressed ? faults.filter((fault) => fault.field === field.code) : []}
          />
        ))}
        <h2>{tell("month_said")}</h2>
        {(Object.keys(month.SAID) as (keyof typeof month.SAID)[]).map((code) => (
          <Question key={code} field={amountField(code, context)} draft={draft} form={form} alone={false} pressed={false} warned={[]} faults={[]} />
        ))}
      </div>
      <p class="hint" lang={language}>{tell("month_photo_why")}</p>
    </Frame>
  );
}
