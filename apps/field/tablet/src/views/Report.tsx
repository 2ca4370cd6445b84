/** The report in confidence. What is typed lives on this page alone: leaving it, or locking, throws it away. */

import { useState } from "preact/hooks";
import { sendIfDue } from "../contact";
import { today } from "../drafts";
import { MOST_LETTERS, report, SEEN, type Report } from "../reports";
import { hashOf } from "../routes";
import { useApp, useWords } from "./context";
import { TextInput } from "./Door";
import { Frame, HomeLink, Notice } from "./frame";

export function ReportPage() {
  const { state, doors } = useApp();
  const { say } = useWords();
  const [seen, setSeen] = useState<Report["seen"] | null>(null);
  const [where, setWhere] = useState("");
  const [words, setWords] = useState("");
  const [fault, setFault] = useState<"" | "report_missing" | "report_long" | "full">("");
  const [sealed, setSealed] = useState(false);
  const [store, reader] = [state.store.value, state.meta.value.posting?.reader_key];
  if (!store || !reader) return <Frame title={say("report_title")} left={<HomeLink />}><p class="lead">{say("report_none")}</p></Frame>;
  if (sealed) {
    return (
      <Frame title={say("report_title")} left={<HomeLink />} step="sealed">
        <Notice tone="leaf"><p data-sealed>{say("report_sealed", { name: reader.name })}</p></Notice>
        <a class="primary" href={hashOf({ page: "home" })}>{say("home")}</a>
      </Frame>
    );
  }
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!seen) return setFault("report_missing");
    if (where.length + words.length > MOST_LETTERS) return setFault("report_long");
    const kept = await report({ day: today(doors.clock), seen, where, words }, reader, store, doors.chance).then(() => true, () => false);
    if (!kept) return setFault("full");
    setWhere("");
    setWords("");
    setSealed(true);
    void sendIfDue(state, doors);
  };
  return (
    <Frame title={say("report_title")} left={<HomeLink />} step="report">
      <form class="narrow-form" onSubmit={submit} noValidate autocomplete="off">
        <p class="lead">{say("report_lead", { name: reader.name })}</p>
        <fieldset class="question">
          <legend>{say("report_seen")}</legend>
          {fault && <p class="fault" role="alert">{say(fault, { n: MOST_LETTERS })}</p>}
          <div class="choices">
            {SEEN.map((code) => (
              <label key={code} class={seen === code ? "choice chosen" : "choice"}>
                <input type="radio" name="seen" value={code} checked={seen === code} onChange={() => setSeen(code)} />
                <span class="mark" aria-hidden="true" />
                <span>{say(`report_${code}`)}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <TextInput id="where" label={say("report_where")} value={where} onInput={setWhere} />
        <TextInput id="words" label={say("report_words")} value={words} onInput={setWords} />
        <button class="primary">{say("report_do")}</button>
      </form>
    </Frame>
  );
}
