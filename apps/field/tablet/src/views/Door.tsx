/** Before the work: enrolling the tablet, and opening it. */

import { useEffect, useState } from "preact/hooks";
import { saveFile, storage } from "../device";
import { sendIfDue, send } from "../contact";
import { drop, dropReports } from "../dropping";
import { allowTries, choose, enrolAgain, enrolTablet, TRIES, unlock, waitLeft, type Refusal } from "../session";
import { longEnough } from "../vault";
import type { Key } from "../words/en";
import { useApp, useWords } from "./context";
import { Frame, LanguageSwitch, Notice, Quiet, SunSwitch } from "./frame";

const right = (<><LanguageSwitch /><SunSwitch /></>);

interface TextProps { id: string; label: string; hint?: string; value: string; fault?: string; secret?: boolean; onInput: (value: string) => void }

export function TextInput({ id, label, hint, value, fault, secret, onInput }: TextProps) {
  const about = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(" ") || undefined;
  return (
    <div class="question">
      <label for={id}>{label}</label>
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      {fault && <p class="fault" id={`${id}-fault`} role="alert">{fault}</p>}
      <input
        id={id} class="input" value={value} type={(secret ? "password" : "text") as "text"} autocomplete={secret ? "new-password" : "off"}
        autocapitalize="off" spellcheck={false} aria-describedby={about} aria-invalid={fault ? true : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </div>
  );
}

function useRefusal() {
  const { state } = useApp();
  const { say } = useWords();
  return (refusal: Refusal | "other" | "colleague") => {
    if (typeof refusal === "string") return say(`renew_${refusal}`, { n: state.header.value?.tablet.number ?? 0 });
    return refusal.trouble === "refused" && refusal.sentence ? refusal.sentence : say(`trouble_${refusal.trouble}` as Key);
  };
}

export function Keeping() {
  const { state } = useApp();
  const { say } = useWords();
  const keeping = state.keeping.value;
  if (keeping === "insecure" || keeping === "unsupported") return <Notice tone="clay"><p>{say(keeping)}</p></Notice>;
  if (keeping === "failed") return <Notice tone="ochre"><p>{say("keeping_failed")}</p></Notice>;
  return null;
}

async function afterOpening({ state, doors }: ReturnType<typeof useApp>, now: boolean) {
  const { kept, free } = await storage();
  state.kept.value = kept;
  state.free.value = free;
  await (now ? send(state, doors) : sendIfDue(state, doors));
}

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
        <button class="primary" disabled={busy}>{say("enrol_do")}</button>
        <p class="hint" aria-live="polite">{busy ? say("enrol_wait") : ""}</p>
      </form>
    </Frame>
  );
}

export function Unlock() {
  const app = useApp();
  const { state, doors } = app;
  const { say } = useWords();
  const [phrase, setPhrase] = useState("");
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  const header = state.header.value!;
  const { n = 1, all = [1] } = header;
  const seconds = Math.ceil(waitLeft(header.waitUntil, state.now.value) / 1000);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    state.now.value = doors.clock.now();
    const how = await unlock(phrase, state, doors).finally(() => setBusy(false));
    const left = TRIES - (state.header.value?.wrong ?? 0);
    setFault(how === "open" ? "" : `${say(`unlock_${how}`)}${how === "wrong" && left <= 3 ? ` ${say("unlock_left", { n: left })}` : ""}`);
    setPhrase("");
    state.now.value = doors.clock.now();
    if (how === "open") await afterOpening(app, false);
  };
  return (
    <Frame title={say("unlock_title")} under={say("office_tablet", { office: header.tablet.office, n: header.tablet.number })} right={right}>
      <form class="narrow-form" onSubmit={submit} noValidate>
        <Keeping />
        {all.length > 1 && <WhoOpens now={n} all={all} />}
        <TextInput
          id="passphrase" label={say("passphrase")} value={phrase} secret onInput={setPhrase}
          fault={seconds > 0 ? say("unlock_pause", { n: seconds }) : fault}
        />
        <button class="primary" disabled={busy}>{say("unlock_do")}</button>
        <p class="hint" aria-live="polite">{busy ? say("unlock_wait") : ""}</p>
        <More />
      </form>
    </Frame>
  );
}

/** Nobody's name stands at the door: officers know their number on this tablet. */
function WhoOpens({ now, all }: { now: number; all: number[] }) {
  const { state, doors } = useApp();
  const { say } = useWords();
  return (
    <div class="tabs" role="group" aria-label={say("who_opens")}>
      {all.map((n) => (
        <button type="button" key={n} class={now === n ? "tab now" : "tab"} data-officer={n} aria-pressed={now === n} onClick={() => void choose(n, state, doors)}>
          {say("officer_n", { n })}
        </button>
      ))}
    </div>
  );
}

function More() {
  const { state } = useApp();
  const { say } = useWords();
  return (
    <>
      <button type="button" class="quiet" data-do="another" onClick={() => (state.stage.value = "enrol")}>{say("another_officer")}</button>
      <Copies />
      <Practise />
    </>
  );
}

/** Without a code and without a passphrase: nothing that anybody practises is kept. */
function Practise() {
  const { doors } = useApp();
  const { say } = useWords();
  return doors.practise && <button type="button" class="quiet" data-do="practise" onClick={() => doors.practise!()}>{say("practise")}</button>;
}

/** For a forgotten passphrase, and for a tablet that was closed: only the ministry's custodian can open the file. */
function Copies({ first }: { first?: boolean }) {
  const { state, doors } = useApp();
  const { say } = useWords();
  const { copies: n = 0, tablet } = state.header.value!;
  if (n === 0) return null;
  const save = async () => saveFile(`sealed-${tablet.number}.kpfield`, await doors.vault.sealedFile("with reports"));
  return <button type="button" class={first ? "primary" : "quiet"} data-do="copies" onClick={() => void save()}>{say("copies_save", { n })}</button>;
}

/** The browser opens no database any more; what the log still holds sealed can be taken to the office. */
export function Unread() {
  const { doors } = useApp();
  const { say } = useWords();
  const [rescued, setRescued] = useState<Awaited<ReturnType<typeof doors.vault.rescued>>>(null);
  useEffect(() => void doors.vault.rescued().then(setRescued, () => undefined), []);
  const save = ({ tablet, file }: NonNullable<typeof rescued>) => saveFile(`sealed-${tablet.number}.kpfield`, file);
  return (
    <Frame title={say("unread_title")} right={right}>
      <Notice tone="clay"><p>{say("unread")}</p></Notice>
      {rescued && <button type="button" class="secondary" data-do="copies" onClick={() => save(rescued)}>{say("copies_save", { n: rescued.copies })}</button>}
    </Frame>
  );
}

/** The same over the network, where there is one: the server keeps it shut. */
function Drop() {
  const { state, doors } = useApp();
  const { say } = useWords();
  const [how, setHow] = useState("");
  const header = state.header.value!;
  const { copies = 0, dropped, bearer, n } = header;
  if (!bearer || copies === 0) return null;
  if (dropped === copies) return <Notice tone="leaf"><p data-dropped>{say("closed_dropped", { n: copies })}</p></Notice>;
  const send = async () => {
    const told = (done: number, all: number) => setHow(say("closed_dropping", { n: Math.floor((100 * done) / all) }));
    told(0, 1);
    const trouble = await drop({ ...doors, header, language: state.language.value, told });
    if (trouble) return setHow(`${say("closed_not_dropped")} ${say(`trouble_${trouble}` as Key)}`);
    state.header.value = await doors.vault.header(n);
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

/** A new code for a tablet that the server no longer knows; its work stays where it is. */
export function Renew({ onDone }: { onDone: () => void }) {
  const app = useApp();
  const { state, doors } = app;
  const { say } = useWords();
  const sentence = useRefusal();
  const [code, setCode] = useState(state.code.value);
  const [phrase, setPhrase] = useState("");
  const [faults, setFaults] = useState<{ code?: string; phrase?: string }>({});
  const n = state.header.value?.tablet.number ?? 0;
  const submit = async (event: Event) => {
    event.preventDefault();
    const answer = await enrolAgain(code, phrase, state, doors);
    if (answer === "wrong" || answer === "full") return setFaults({ phrase: say(`unlock_${answer}`) });
    if (answer) return setFaults({ code: sentence(answer) });
    onDone();
    return afterOpening(app, true);
  };
  return (
    <form class="card narrow-form" onSubmit={submit} noValidate>
      <h2>{say("renew_title")}</h2>
      <p>{say("renew_lead", { n })}</p>
      <TextInput id="code" label={say("code")} hint={say("code_hint")} value={code} fault={faults.code} onInput={setCode} />
      <TextInput id="passphrase" label={say("passphrase")} value={phrase} fault={faults.phrase} secret onInput={setPhrase} />
      <button class="primary">{say("renew_do")}</button>
    </form>
  );
}
