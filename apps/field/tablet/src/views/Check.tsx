/** All answers in the order of the paper, each with Change; then the figures read back large, and one button. */

import { useEffect, useRef, useState } from "preact/hooks";
import { allLikely, askAgain, likely, prepareDoubles } from "../comparing";
import { asked, judge, standing, today, unnumbered, warnings } from "../drafts";
import { hashOf } from "../routes";
import type { Draft, Field, Form } from "../shapes";
import { describe, inLanguage, noun, showAnswer, workOf } from "../showing";
import { standings, type Said } from "../standings";
import { draftOf, formOf, number, recordOf, saveRecord, setReason, viewsOf } from "../work";
import { useApp, useWords } from "./context";
import { FormPage } from "./FormView";
import { Frame, LinkTo, Notice, Quiet } from "./frame";
import { Icon } from "./icons";
import { later } from "./later";
import { ReadBack } from "./ReadBack";
import { Spoken } from "./photo";

const SLOW = 300;
// Few people are registered twice.
const Alike = later(async () => (await import("./Alike")).Alike);

export function CheckPage({ id }: { id: string }) {
  const { state } = useApp();
  const draft = draftOf(state, id);
  const form = draft && formOf(state, draft.form);
  return draft && form ? <Compared key={id} draft={draft} form={form} /> : <FormPage id={id} at="" />;
}

/**
 * First whoever may be the same person, one after the other.
 *
 * Nobody comes up while the answers are being read: who is found meanwhile is asked about before it is saved.
 */
function Compared({ draft, form }: { draft: Draft; form: Form }) {
  const { state, doors } = useApp();
  const [alike, setAlike] = useState(() => likely(draft, state));
  const [at, setAt] = useState(0);
  useEffect(() => void prepareDoubles(draft, state, doors), []);
  const found = async () => {
    const now = await allLikely(draft, state, doors);
    setAlike(now);
    setAt(0);
    return now.length > 0;
  };
  const back = () => doors.go({ page: "form", draft: draft.id, at: viewsOf(draft, form, state, doors).all.at(-1)!.first });
  // Whoever was taken off the register meanwhile is not asked about.
  const like = alike.slice(at).find(({ id }) => state.registers.value.get("digger")?.has(id));
  if (!like) return <Check draft={draft} form={form} back={back} found={found} />;
  const n = alike.indexOf(like) + 1;
  return <Alike {...{ draft, form, like, back, n }} all={alike.length} next={() => setAt(n)} />;
}

interface CheckProps { draft: Draft; form: Form; back: () => void; found: () => Promise<boolean> }

function Check({ draft, form, back, found }: CheckProps) {
  const { state, doors } = useApp();
  const { say, language } = useWords();
  const narrow = state.narrow.value;
  const [saving, setSaving] = useState(false);
  const busy = useRef(false);
  const work = workOf(draft);
  const result = judge(draft, form, today(doors.clock));
  const fields = asked(form, result).flatMap((section) => section.fields);
  const stands = standing(draft, form, result, fields);
  const warned = warnings(form, result, fields).filter(({ code }) => !draft.reasons[code]?.trim());
  const open = new Set([...stands, ...warned].map(({ field }) => field));
  const missing = unnumbered(draft, form, result).length;
  useEffect(() => void number(draft, form, state, doors), [missing]);

  const save = async () => {
    if (busy.current) return;
    busy.current = true;
    // Most often it is saved before anybody could read that it is being saved.
    const slow = setTimeout(() => setSaving(true), SLOW);
    const saved = async () => (await found()) || (await saveRecord(draft, form, state, doors));
    await saved().finally(() => clearTimeout(slow));
    busy.current = false;
    setSaving(false);
  };
  const written = draft.answers["number"];
  const under = written ? `${noun(form.code, say)} ${String(written)}` : undefined;
  const replaced = draft.replaces ? recordOf(state, draft.replaces) : undefined;
  const foot = (
    <div class="foot-buttons">
      {narrow && <button type="button" class="secondary" onClick={back}>{say("back")}</button>}
      <button type="button" class="primary" disabled={open.size > 0 || missing > 0} onClick={() => void save()}>
        {say(saving ? "saving" : `save_${work}`)}
      </button>
    </div>
  );
  return (
    <Frame
      plain title={narrow || work === "nil" ? say(`tile_${work}`) : inLanguage(form.title, language)} under={narrow ? undefined : under} foot={foot} step="check"
      left={narrow ? undefined : <Quiet icon="back" onClick={back}>{say("back")}</Quiet>}
      right={<LinkTo to={{ page: "home" }}>{say("save_and_leave")}</LinkTo>}
    >
      <h2 class="check-title" data-start tabIndex={-1}>{say("check_title")}</h2>
      {narrow && under && <p class="hint">{under}</p>}
      {replaced && <p class="hint">{say("correction_of", { number: replaced.number })}</p>}
      {open.size > 0 && <Notice tone="ochre"><p>{say("check_fix")} {say("section_faults", { n: open.size })}.</p></Notice>}
      {state.full.value && <Notice tone="clay"><p>{say("full")}</p></Notice>}
      <dl class="answers">
        {fields.map((field) => (
          <Row
            key={field.code} field={field} draft={draft}
            faults={[...stands, ...warned].filter((one) => one.field === field.code).map((one) => inLanguage(one.sentence, language))}
            flags={result.warnings.filter((one) => one.field === field.code && one.severity === "flag" && one.code !== "left_out").map(({ code, sentence }) => ({ good: false, code, words: inLanguage(sentence, language) }))}
            why={result.warnings.filter((one) => one.field === field.code && one.severity === "warn").map((one) => draft.reasons[one.code] ?? "").filter(Boolean)}
          />
        ))}
        {Object.keys(draft.otherThan ?? {}).map((id) => <Another key={id} id={id} draft={draft} again={found} />)}
      </dl>
      <ReadBack draft={draft} asked={new Set(result.asked)} />
    </Frame>
  );
}

interface RowProps { field: Field; draft: Draft; faults: string[]; flags: Said[]; why: string[] }

function Row({ field, draft, faults, flags, why }: RowProps) {
  const { doors } = useApp();
  const context = useWords();
  const { say, language } = context;
  const label = inLanguage(field.label, language);
  const shown = showAnswer(field, draft.answers, context);
  const to = hashOf({ page: "form", draft: draft.id, at: field.code, then: "check" });
  const known = [...standings(field, draft, context, today(doors.clock)), ...flags];
  const odd = known.find(({ good }) => !good);
  return (
    <div class={faults.length ? "answer open" : "answer"} data-answer={field.code}>
      <dt>{label}</dt>
      <dd>
        {shown ? <Spoken field={field} answers={draft.answers} words={shown.main} label={label} /> : <span class="hint">{say("not_answered")}</span>}
        {shown?.rest && <span> · {shown.rest}</span>}
        {shown?.lines?.map((line, n) => <span class="standing" key={n}>{line}</span>)}
        {known.map((one) => (
          <span class="standing" key={one.words}><Icon name={one.good ? "tick" : "flag"} tone={one.good ? "leaf" : "ochre"} size={20} /> {one.words}</span>
        ))}
        {odd && <Why draft={draft} code={odd.code} about={odd.words} />}
        {why.map((words) => <span class="standing" key={words}>{say("reason_is", { text: words })}</span>)}
        {faults.map((words) => <span class="fault" key={words}>{words}</span>)}
      </dd>
      <dd class="act"><a href={to} aria-label={say("change_what", { what: label })}>{say("change")}</a></dd>
    </div>
  );
}

/** A flag stands in nobody's way; whoever knows why it is so may say it, for whoever reviews. */
function Why({ draft, code, about }: { draft: Draft; code: string; about: string }) {
  const { state } = useApp();
  const { say } = useWords();
  const why = draft.reasons[code] ?? "";
  const [opened, open] = useState(why !== "");
  const input = useRef<HTMLInputElement>(null);
  if (!opened) return <button type="button" class="quiet why" data-why={code} aria-label={say("titled", { what: say("give_reason"), title: about })} onClick={() => { open(true); setTimeout(() => input.current?.focus()); }}>{say("give_reason")}</button>;
  return (
    <span class="warning-why">
      <label for={`why-${code}`}>{say("warning_reason")}</label>
      <input id={`why-${code}`} ref={input} class="input" value={why} maxLength={300} autocomplete="off" onInput={(event) => setReason(draft, code, event.currentTarget.value, state)} />
    </span>
  );
}

/** Somebody whom the officer called another person; whoever changes that is asked again. */
function Another({ id, draft, again }: { id: string; draft: Draft; again: () => Promise<boolean> }) {
  const { state } = useApp();
  const context = useWords();
  const { say, registers } = context;
  const entry = registers.get("digger")?.get(id);
  const who = entry ? describe(entry, context) : { title: noun("digger", say), detail: "" };
  const change = () => {
    askAgain(draft, id, state);
    void again();
  };
  return (
    <div class="answer" data-another={id}>
      <dt>{say("another_than")}</dt>
      <dd><b>{who.title}</b>{who.detail && <span> · {who.detail}</span>}</dd>
      <dd class="act"><button type="button" class="quiet" aria-label={say("change_what", { what: who.title })} onClick={change}>{say("change")}</button></dd>
    </div>
  );
}
