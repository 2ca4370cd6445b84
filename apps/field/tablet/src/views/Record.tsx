/** One record: where it stands, what happened to it, what is in it, and the one action that makes sense now. */

import { zoneName } from "../moments";
import { collisionIn } from "../records";
import { hashOf } from "../routes";
import type { Answers, Field, Moment, OwnRecord } from "../shapes";
import { inLanguage, noun, showAnswer, showMoment, subject } from "../showing";
import { beginCorrection, formOf, recordOf } from "../work";
import { useApp, useWords } from "./context";
import { Frame, HomeLink, Numbers, SunSwitch, Whole } from "./frame";
import { StateIcon, toneOf } from "./icons";
import { Spoken } from "./photo";
import { aboutOnly, capital, PaperLink } from "./Saved";

export function RecordPage({ id }: { id: string }) {
  const { state } = useApp();
  const context = useWords();
  const { say, clock } = context;
  const record = recordOf(state, id);
  if (!record) return <Frame title={say("records")} left={<HomeLink />}><p class="lead">{say("record_gone")}</p></Frame>;
  const title = `${noun(record.form, say)} ${record.number}`;
  return (
    <Frame title={title} under={aboutOnly(subject(record, context), record, say)} left={<HomeLink />} right={state.narrow.value ? undefined : <SunSwitch />} foot={<Numbers />} step={id} read>
      <Standing record={record} />
      <section>
        <div class="section-head"><h2>{say("what_happened")}</h2><p>{say("tablet_times", { zone: zoneName(record.savedAt, clock) })}</p></div>
        <ol class="card timeline">{record.timeline.map((moment, index) => <MomentLine key={index} moment={moment} />)}</ol>
      </section>
      <section>
        <h2>{say("in_record")}</h2>
        <div class="card"><RecordAnswers record={record} /></div>
      </section>
    </Frame>
  );
}

function Standing({ record }: { record: OwnRecord }) {
  const { state, doors } = useApp();
  const { say } = useWords();
  const last = record.timeline.at(-1);
  return (
    <section class="card standing-card" data-state={record.state}>
      <h2><StateIcon state={record.state} size={36} /> {capital(say(`state_${record.state}`))}</h2>
      {record.state === "returned" && last?.text && <p class="said">{last.text}</p>}
      <p>{say(record.state === "conflict" && !collisionIn(record) ? "lead_conflict_whole" : `lead_${record.state}`)}</p>
      <Collisions record={record} />
      {record.state === "returned" && (
        <button type="button" class="primary" onClick={() => beginCorrection(record, state, doors)}>{say("correct")}</button>
      )}
      <PaperLink record={record} />
      {record.replacedBy && <a class="secondary" href={hashOf({ page: "record", id: record.replacedBy })}>{say("replaced_by")}</a>}
    </section>
  );
}

/** Answer by answer: what the officer wrote, and what somebody else wrote meanwhile. */
function Collisions({ record }: { record: OwnRecord }) {
  const { state } = useApp();
  const context = useWords();
  const { say, language } = context;
  const stands = collisionIn(record);
  const fields = formOf(state, record.form)?.sections.flatMap((section) => section.fields) ?? [];
  const rows = fields.filter(({ code }) => stands && code in stands);
  if (!stands || rows.length === 0) return null;
  return (
    <div class="collisions" data-collisions>
      {rows.map((field) => (
        <dl key={field.code}>
          <div><dt class="what">{inLanguage(field.label, language)}</dt></div>
          <div><dt>{say("you_wrote")}</dt><dd>{showAnswer(field, record.answers, context)?.main ?? say("not_answered")}</dd></div>
          <div><dt>{say("stands_now")}</dt><dd>{stands[field.code] || say("not_answered")}</dd></div>
        </dl>
      ))}
      <p>{say("who_decides")}</p>
    </div>
  );
}

function MomentLine({ moment }: { moment: Moment }) {
  const context = useWords();
  const { say } = context;
  const [day, time] = showMoment(moment.at, context);
  const words = moment.what === "replaced" ? say("event_replaced", { number: moment.text ?? "" }) : say(`event_${moment.what}`);
  return (
    <li>
      <StateIcon state={moment.what} size={26} />
      <div class="grow">
        <b>{words}</b>
        {moment.by && <p>{moment.by}</p>}
        {moment.text && moment.what !== "replaced" && <p class={`quoted ${toneOf(moment.what)}`}>{say("quote", { text: moment.text })}</p>}
      </div>
      <p class="moment">{day}, <b>{time}</b></p>
    </li>
  );
}

function RecordAnswers({ record }: { record: OwnRecord }) {
  const { state } = useApp();
  const form = formOf(state, record.form);
  const fields = form?.sections.flatMap((section) => section.fields).filter(({ kind }) => kind !== "identifier") ?? [];
  return (
    <dl class="answers small">
      {fields.map((field) => <AnswerLine key={field.code} field={field} answers={record.answers} />)}
    </dl>
  );
}

function AnswerLine({ field, answers }: { field: Field; answers: Answers }) {
  const context = useWords();
  const shown = showAnswer(field, answers, context);
  if (!shown) return null;
  return (
    <div class="answer">
      <dt>{inLanguage(field.label, context.language)}</dt>
      <dd>
        <Spoken field={field} answers={answers} words={shown.main} label={inLanguage(field.label, context.language)} />{shown.rest && <span> · <Whole text={shown.rest} /></span>}
        {shown.lines?.map((line, n) => <span class="standing" key={n}>{line}</span>)}
      </dd>
    </div>
  );
}
