/** A form on its way: one question on a phone, a section on a tablet. Back never loses anything. */

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Fault } from "../checking";
import { prepareDoubles } from "../comparing";
import { ending, indexOf, placeOf, standing, warnings } from "../drafts";
import { alone, inTurn } from "../passing";
import type { Then } from "../routes";
import type { Draft, Form } from "../shapes";
import { inLanguage, workOf } from "../showing";
import { changeDraft, draftOf, formOf, throwAway, viewsOf } from "../work";
import { useApp, useWords } from "./context";
import { Frame, HomeLink, Notice, Quiet } from "./frame";
import { later } from "./later";
import { Passed } from "./Passed";
import { Question } from "./questions";
import { draftSubject } from "./subject";
import { useFinger } from "./touch";

/** What comes behind the last view. */
export const CheckPage = later(async () => (await import("./Check")).CheckPage);

export function FormPage({ id, at, then }: { id: string; at: string; then?: Then }) {
  const { state } = useApp();
  const { say } = useWords();
  const draft = draftOf(state, id);
  const form = draft && formOf(state, draft.form);
  if (!draft || !form) {
    return (
      <Frame title={say("app_name")} left={<HomeLink />}>
        <p class="lead">{say("draft_gone")}</p>
      </Frame>
    );
  }
  return <FormView key={draft.id} draft={draft} form={form} at={at} then={then} />;
}

function FormView({ draft, form, at, then }: { draft: Draft; form: Form; at: string; then?: Then }) {
  const { state, doors } = useApp();
  const context = useWords();
  const { say, language } = context;
  const narrow = state.narrow.value;
  const { result, all } = viewsOf(draft, form, state, doors);
  const index = indexOf(all, at);
  const view = then ? alone(all[index]!, at) : all[index]!;
  // A check between two answers speaks at the one that is asked last.
  const turn = narrow ? inTurn(form) : form;
  const [pressed, setPressed] = useState("");
  const [ended, setEnded] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const here = pressed === view.first;
  const stands = standing(draft, turn, result, view.fields);
  const warned = warnings(turn, result, view.fields);
  const unexplained = warned.filter(({ code }) => !draft.reasons[code]?.trim());

  // Remembered, so that the form is picked up at the same question after a lock, a closed app or a flat battery.
  useEffect(() => {
    if (draft.at !== view.first) changeDraft(draft, (now) => ({ ...now, at: view.first }), state);
  }, [view.first]);
  useEffect(() => void prepareDoubles(draft, state, doors), []);
  // What comes behind the last view is read meanwhile; where that fails, it is said there.
  useEffect(() => void CheckPage.read().catch(() => undefined), []);
  useLayoutEffect(() => {
    if (here) body.current?.querySelector<HTMLElement>("[aria-invalid], .fault ~ * input, .warning-why input, a:has(.fault)")?.focus();
  }, [pressed]);

  const next = () => {
    if (ending(stands)) return setEnded(true);
    if (stands.length > 0 || unexplained.length > 0) {
      setPressed("");
      return setTimeout(() => setPressed(view.first));
    }
    const following = all[index + 1];
    setPressed("");
    if (then === "more") return doors.go({ page: "form", draft: draft.id, at: all[index]!.first });
    return doors.go(then === "check" || !following ? { page: "check", draft: draft.id } : { page: "form", draft: draft.id, at: following.first });
  };
  const finger = useFinger(next, view.first);
  const back = () => {
    if (then === "more") return doors.go({ page: "form", draft: draft.id, at: all[index]!.first });
    if (then === "check" && draft.answers["number"]) return doors.go({ page: "check", draft: draft.id });
    const before = all[index - 1];
    return doors.go(before ? { page: "form", draft: draft.id, at: before.first } : { page: "home" });
  };
  const leave = () => doors.go({ page: "home" });

  if (ended) return <Ended draft={draft} back={() => setEnded(false)} />;
  const about = draftSubject(draft, context);
  // Whoever goes to the check next does not go through the others.
  const where = then ? "" : say("step_of", { n: index + 1, all: all.length });
  const work = workOf(draft);
  const title = narrow || work === "nil" ? say(`tile_${work}`) : inLanguage(form.title, language);
  const wantsReason = !view.closed && stands.length === 0 && unexplained.length > 0;
  const at_ = (fault: Fault) => (view.fields.some(({ code }) => code === fault.field) ? fault.field : placeOf(fault, turn, result));
  const foot = (
    <div class="foot-buttons">
      {narrow && <button type="button" class="secondary" onClick={back}>{say("back")}</button>}
      <button type="button" class="primary" onClick={next}>{say(wantsReason ? "give_reason" : "next")}</button>
    </div>
  );
  return (
    <Frame
      plain step={`${index} ${narrow} ${then ? view.first : ""}`} title={title} under={narrow ? undefined : where ? say("titled", { what: where, title: inLanguage(view.title, language) }) : inLanguage(view.title, language)} foot={foot}
      left={narrow ? undefined : <Quiet icon="back" onClick={back}>{say("back")}</Quiet>}
      right={<Quiet onClick={leave}>{say("save_and_leave")}</Quiet>}
    >
      <div class="steps-line">
        {narrow && <p><b>{about || inLanguage(view.title, language)}</b><span>{where}</span></p>}
        {where && <Progress index={index} of={all.length} label={where} />}
      </div>
      {state.full.value && <Notice tone="clay"><p>{say("full")}</p></Notice>}
      <div class="questions" ref={body} onClickCapture={finger.guard} onKeyDown={(event) => narrow && isEntered(event) && next()}>
        {!narrow && <h2 data-start tabIndex={-1}>{inLanguage(view.title, language)}</h2>}
        {view.closed && <Passed view={view} draft={draft} faultsAt={(code) => (here ? [...stands, ...unexplained] : []).filter((fault) => at_(fault) === code)} />}
        {!view.closed && view.fields.map((field) => (
          <Question
            key={field.code} field={field} draft={draft} form={form} alone={narrow} pressed={here} goOn={narrow ? finger.goOn : undefined}
            faults={here ? stands.filter((fault) => at_(fault) === field.code) : []}
            warned={warned.filter((fault) => at_(fault) === field.code)}
          />
        ))}
      </div>
    </Frame>
  );
}

/** Enter in a line that is written goes on, as it does in any form of one question. */
const isEntered = ({ key, target }: KeyboardEvent) =>
  key === "Enter" && target instanceof HTMLInputElement && !["radio", "checkbox", "search", "file"].includes(target.type);

const Progress = ({ index, of, label }: { index: number; of: number; label: string }) => (
  <div class="progress" role="img" aria-label={label}>
    {Array.from({ length: of }, (_, step) => <span key={step} class={step < index ? "done" : step === index ? "now" : ""} />)}
  </div>
);

/** The form ends politely: the register takes adults, and a young person is counted, never named. */
function Ended({ draft, back }: { draft: Draft; back: () => void }) {
  const { state, doors } = useApp();
  const { say } = useWords();
  const end = async () => {
    await throwAway(draft, state);
    // Not to be taken back: the name of a child stays nowhere.
    state.thrown.value = null;
    doors.go({ page: "home" });
  };
  const foot = (
    <div class="foot-buttons">
      <button type="button" class="secondary" onClick={back}>{say("ended_back")}</button>
      <button type="button" class="primary" onClick={() => void end()}>{say("ended_do")}</button>
    </div>
  );
  return <Frame title={say("ended_title")} plain foot={foot}><p class="lead">{say("ended_adult")}</p></Frame>;
}
