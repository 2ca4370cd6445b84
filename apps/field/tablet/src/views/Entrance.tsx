/** The doors that are seldom stood at: enrolling, and what is left where the office or ten wrong tries have shut one. */

import { useEffect, useState } from "preact/hooks";
import { drop, dropReports } from "../dropping";
import { allowTries, enrolTablet } from "../session";
import { longEnough } from "../vault";
import type { Key } from "../words/en";
import { useApp, useWords } from "./context";
import { afterOpening, Copies, Keeping, More, Practise, right, TextInput, useRefusal, WhoOpens } from "./Door";
import { Frame, Notice, Quiet } from "./frame";

export function Enrol() {
  const app = useApp();
  const { state, doors } = app;
  const { say } = useWords();
  const sentence = useRefusal();
  const [code, setCode] = useState(state.code.value);
  const [phrase, setPhrase] = useState("");
  const [again, setAgain] = useState("");
  const [faults, setFaults] = useState<Partial<Record<"code" | "phrase" | "again", string>>>({});
  const [busy, setBusy] = useState(false);
  const known = state.header.value;
  const back = <Quiet icon="back" onClick={() => (state.stage.value = "locked")}>{say("back")}</Quiet>;
  // The link's code may come after the page: the same page is opened again with #enrol=.
  useEffect(() => {
    if (state.code.value) setCode(state.code.value);
  }, [state.code.value]);

  const submit = async (event: Event) => {
    event.preventDefault();
    const found = {
      code: code.trim() ? undefined : say("code_missing"),
      phrase: longEnough(phrase) ? undefined : say("passphrase_short"),
      again: phrase === again ? undefined : say("passphrase_differs"),
    };
    setFaults(found);
    if (Object.values(found).some(Boolean) || busy) return;
    setBusy(true);
    const refusal = await enrolTablet(code, phrase, state, doors).finally(() => setBusy(false));
    if (refusal) setFaults({ code: sentence(refusal) });
    else await afterOpening(app, true);
  };
  return (
    <Frame title={say(known ? "another_officer" : "enrol_title")} under={say("app_name")} left={known && back} right={right}>
      <form class="narrow-form" onSubmit={submit} noValidate>
        <Keeping />
        <p class="lead">{say("enrol_lead")}</p>
        {!known && <Practise />}
        {known && <p>{say("another_lead", { n: known.tablet.number })}</p>}
        <TextInput id="code" label={say("code")} hint={say("code_hint")} value={code} fault={faults.code} onInput={setCode} />
        <TextInput id="passphrase" label={say("passphrase")} hint={say("passphrase_hint")} value={phrase} fault={faults.phrase} secret onInput={setPhrase} />
        <TextInput id="again" label={say("passphrase_again")} value={again} fault={faults.again} secret onInput={setAgain} />
        <button class="primary" aria-disabled={busy}>{say("enrol_do")}</button>
        <p class="hint" aria-live="polite">{busy ? say("enrol_wait") : ""}</p>
      </form>
    </Frame>
  );
}

/** The same over the network, where there is one: the server keeps it shut. */
function Drop() {
  const { state, doors } = useApp();
  const { say } = useWords();
  const [how, setHow] = useState("");
  const header = state.header.value!;
  const { copies = 0, dropped, bearer } = header;
  if (!bearer || copies === 0) return null;
  if (dropped === copies) return <Notice tone="leaf"><p data-dropped>{say("closed_dropped", { n: copies })}</p></Notice>;
  const send = async () => {
    const told = (done: number, all: number) => setHow(say("closed_dropping", { n: Math.floor((100 * done) / all) }));
    told(0, 1);
    const trouble = await drop({ ...doors, header, language: state.language.value, told });
    if (trouble) return setHow(`${say("closed_not_dropped")} ${say(`trouble_${trouble}` as Key)}`);
    state.header.value = { ...header, dropped: copies };
  };
  return (
    <>
      <button type="button" class="primary" data-do="drop" onClick={() => void send()}>{say("closed_drop", { n: copies })}</button>
      <p class="hint" aria-live="polite">{how}</p>
    </>
  );
}

/** The office has closed the tablet for this officer. */
export function Closed() {
  const { state, doors } = useApp();
  const { say } = useWords();
  const header = state.header.value!;
  useEffect(() => {
    if (header.bearer && state.online.value) void dropReports({ ...doors, header, language: state.language.value }).catch(() => undefined);
  }, [header.n, state.online.value]);
  const { tablet, n = 1, all = [1], copies = 0 } = header;
  return (
    <Frame title={say("closed_title")} under={say("office_tablet", { office: tablet.office, n: tablet.number })} right={right}>
      <div class="narrow-form" data-closed>
        {all.length > 1 && <WhoOpens now={n} all={all} />}
        <Notice tone="ochre"><p>{say("closed")} {copies > 0 && say("closed_copies", { n: copies })}</p></Notice>
        <Drop />
        <Copies first={!header.bearer} />
        <button type="button" class="quiet" data-do="another" onClick={() => (state.stage.value = "enrol")}>{say("another_officer")}</button>
      </div>
    </Frame>
  );
}

/** After the tenth wrong try: nothing is wiped, and the office lets the officer try again. */
export function ShutOut() {
  const { state, doors } = useApp();
  const { say } = useWords();
  const sentence = useRefusal();
  const [code, setCode] = useState("");
  const [fault, setFault] = useState("");
  const { tablet, n = 1, all = [1] } = state.header.value!;
  const submit = async (event: Event) => {
    event.preventDefault();
    const refusal = code.trim() ? await allowTries(code, state, doors) : null;
    setFault(refusal ? sentence(refusal) : code.trim() ? "" : say("code_missing"));
  };
  return (
    <Frame title={say("shut_out_title")} under={say("office_tablet", { office: tablet.office, n: tablet.number })} right={right}>
      <form class="narrow-form" onSubmit={submit} noValidate>
        {all.length > 1 && <WhoOpens now={n} all={all} />}
        <Notice tone="ochre"><p>{say("shut_out", { n: tablet.number })}</p></Notice>
        <TextInput id="code" label={say("code")} hint={say("code_hint")} value={code} fault={fault} onInput={setCode} />
        <button class="primary">{say("shut_out_do")}</button>
        <More />
      </form>
    </Frame>
  );
}
