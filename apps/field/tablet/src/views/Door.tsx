/** Before the work: opening the tablet, and what every door has. */

import { useEffect, useState } from "preact/hooks";
import { saveFile, storage } from "../device";
import { sendIfDue, send } from "../contact";
import { choose, enrolAgain, TRIES, unlock, waitLeft, type Refusal } from "../session";
import type { Key } from "../words/en";
import { useApp, useWords } from "./context";
import { Frame, LanguageSwitch, Notice, SunSwitch } from "./frame";

export const right = (<><LanguageSwitch /><SunSwitch /></>);

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

export function useRefusal() {
  const { state } = useApp();
  const { say } = useWords();
  return (refusal: Refusal | "other" | "colleague" | "room") => {
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

export async function afterOpening({ state, doors }: ReturnType<typeof useApp>, now: boolean) {
  const { kept, free } = await storage();
  state.kept.value = kept;
  state.free.value = free;
  await (now ? send(state, doors) : sendIfDue(state, doors));
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
        <button class="primary" aria-disabled={busy}>{say("unlock_do")}</button>
        <p class="hint" aria-live="polite">{busy ? say("unlock_wait") : ""}</p>
        <More />
      </form>
    </Frame>
  );
}

/** Nobody's name stands at the door: officers know their number on this tablet. */
export function WhoOpens({ now, all }: { now: number; all: number[] }) {
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

export function More() {
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
export function Practise() {
  const { doors } = useApp();
  const { say } = useWords();
  return doors.practise && <button type="button" class="quiet" data-do="practise" onClick={() => doors.practise!()}>{say("practise")}</button>;
}

/** For a forgotten passphrase, and for a tablet that was closed: only the ministry's custodian can open the file. */
export function Copies({ first }: { first?: boolean }) {
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
