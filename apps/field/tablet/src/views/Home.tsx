/** Home is the day: three numbers, the last contact, six tiles, what is unfinished. */

import { useState } from "preact/hooks";
import { send } from "../contact";
import { today } from "../drafts";
import { localDay } from "../moments";
import { hashOf } from "../routes";
import { lock } from "../session";
import type { Draft, FormCode, State as RecordState } from "../shapes";
import { showBytes, showDay, showMoment, showWhen } from "../showing";
import { beginForm, formOf, takeBack, throwAway, viewsOf } from "../work";
import type { Key } from "../words/en";
import { indexOf } from "../drafts";
import { useApp, useWords } from "./context";
import { Renew, Keeping } from "./Door";
import { Frame, LanguageSwitch, LinkTo, Notice, Quiet, SunSwitch, useContact } from "./frame";
import { Icon, Picture, StateIcon } from "./icons";
import { draftSubject } from "./subject";

const TILES: FormCode[] = ["digger", "site", "licence", "buyer", "production", "purchase"];

export function Home() {
  const { state, doors } = useApp();
  const { say, language } = useWords();
  const header = state.header.value!;
  const actions = (
    <>
      <LinkTo to={{ page: "find" }} icon="find">{say("find")}</LinkTo>
      <SunSwitch />
      <Quiet icon="lock" onClick={() => lock(state)}>{say("lock")}</Quiet>
    </>
  );
  const under = `${header.officer.name} · ${showDay(localDay(state.now.value, doors.clock), language, true)}`;
  return (
    <Frame title={say("office_tablet", { office: header.tablet.office, n: header.tablet.number })} under={under} right={actions} name="home">
      <Keeping />
      {state.full.value && <Notice tone="clay"><p>{say("full")}</p></Notice>}
      <Strip />
      <Tiles />
      <Unfinished />
      <div class="below">
        <LinkTo to={{ page: "records", state: "" }} icon="list">{say("records")}</LinkTo>
        <LanguageSwitch />
      </div>
    </Frame>
  );
}

function Strip() {
  const { state } = useApp();
  const { say } = useWords();
  const { here, server, returned } = state.counts.value;
  const [renewing, setRenewing] = useState(false);
  return (
    <section class="card strip" aria-label={say("records")}>
      <div class="strip-cells">
        <Cell count={here} state="here" list="here" name={say("here")} hint={say("here_hint")} />
        <Cell count={server} state="received" list="server" name={say("server")} hint={say("server_hint")} />
        <Cell count={returned} state="returned" list="returned" name={say("returned")} hint={say(returned ? "see_why" : "returned_hint")} link={returned > 0} />
      </div>
      <Contact onRenew={() => setRenewing(true)} />
      {renewing && <Renew onDone={() => setRenewing(false)} />}
    </section>
  );
}

function Cell({ count, state, list, name, hint, link }: { count: number; state: RecordState; list: string; name: string; hint: string; link?: boolean }) {
  return (
    <a class="cell" href={hashOf({ page: "records", state: list })} data-count={list}>
      <span class="cell-count"><StateIcon state={state} size={30} /><b>{count}</b></span>
      <span class="cell-name">{name}</span>
      <span class={link ? "cell-hint linked" : "cell-hint"}>{hint}</span>
    </a>
  );
}

function Contact({ onRenew }: { onRenew: () => void }) {
  const { state, doors } = useApp();
  const { say, language, clock } = useWords();
  const { contactAt, registersAt } = state.meta.value;
  const [day, time] = contactAt ? showMoment(contactAt, { clock, language }) : ["", ""];
  const register = registersAt ? say("register_of", { day: showDay(localDay(registersAt, clock), language) }) : say("register_none");
  const free = state.free.value === null ? "" : say("free_space", { n: showBytes(state.free.value, language) });
  const trouble = state.trouble.value;
  return (
    <div class="contact-line">
      <div class="grow">
        <p><b>{useContact()}</b>{day && `, ${day}, ${time}`}</p>
        <p aria-live="polite" data-outcome={trouble ?? "none"}>{useOutcome()}</p>
        <p class="hint">{[register, free, state.kept.value ? "" : say("not_kept")].filter(Boolean).join(" · ")}</p>
      </div>
      {trouble === "unknown_token" && <button type="button" class="secondary" onClick={onRenew}>{say("connect_again")}</button>}
      <button type="button" class="secondary" disabled={state.sending.value} onClick={() => void send(state, doors)}>
        <Icon name="up" /> <span>{say(state.sending.value ? "sending" : "send_now")}</span>
      </button>
    </div>
  );
}

/** What happened with the server, what is safe, what comes next. */
function useOutcome(): string {
  const { state } = useApp();
  const { say } = useWords();
  const { here } = state.counts.value;
  const waits = here > 0 ? say("will_send", { n: here }) : "";
  const trouble = state.trouble.value;
  if (state.sending.value && here > 0) return say("sending_n", { n: here });
  if (!state.online.value) return `${say("no_network_now")} ${waits}`.trim();
  if (trouble === "no_network") return `${say("trouble_no_network")} ${waits}`.trim();
  if (trouble) return say(`trouble_${trouble}` as Key);
  if (!state.meta.value.posting) return say("forms_missing");
  return here > 0 ? say("wait_send", { n: here }) : say("all_sent");
}

function Tiles() {
  const { state, doors } = useApp();
  const { say } = useWords();
  const day = today(doors.clock);
  const madeToday = (form: FormCode) =>
    state.records.value.filter((record) => record.form === form && localDay(record.savedAt, doors.clock) === day).length;
  return (
    <nav class="tiles" aria-label={say("tiles")}>
      {TILES.map((form) => {
        const n = madeToday(form);
        return (
          <button type="button" class="tile" key={form} data-form={form} disabled={!formOf(state, form)} onClick={() => beginForm(form, state, doors)}>
            <Picture name={form as "digger"} />
            <span class="tile-words">
              <span class="tile-name">{say(`tile_${form}`)}</span>
              <span class="hint">{n ? say("today_n", { n }) : say("today_none")}</span>
            </span>
          </button>
        );
      })}
    </nav>
  );
}

function Unfinished() {
  const { state } = useApp();
  const { say } = useWords();
  const drafts = state.drafts.value;
  if (drafts.length === 0 && !state.thrown.value) return null;
  return (
    <section class="unfinished">
      <h2>{say("not_finished")}</h2>
      {state.thrown.value && (
        <div class="undo" role="status">
          <span>{say("thrown_away")}</span>
          <button type="button" class="secondary" onClick={() => takeBack(state)}>{say("undo")}</button>
        </div>
      )}
      {drafts.length > 0 && <ul class="card rows">{drafts.map((draft) => <DraftRow key={draft.id} draft={draft} />)}</ul>}
    </section>
  );
}

function DraftRow({ draft }: { draft: Draft }) {
  const { state, doors } = useApp();
  const context = useWords();
  const { say } = context;
  const form = formOf(state, draft.form);
  if (!form) return null;
  const { all } = viewsOf(draft, form, state, doors);
  const where = { n: indexOf(all, draft.at) + 1, all: all.length };
  const about = draftSubject(draft, context);
  const name = say(`tile_${draft.form}`);
  return (
    <li>
      <div class="grow">
        <b>{[name, about].filter(Boolean).join(" · ")}</b>
        <p class="hint">
          {say(state.narrow.value ? "question_of" : "step_of", where)} · {say("started", { when: showWhen(draft.startedAt, context) })}
        </p>
      </div>
      <div class="row-actions">
        <button type="button" class="quiet" aria-label={say("titled", { what: say("throw_away"), title: name })} onClick={() => void throwAway(draft, state)}>{say("throw_away")}</button>
        <a class="secondary" href={hashOf({ page: "form", draft: draft.id, at: draft.at })}>{say("continue")}</a>
      </div>
    </li>
  );
}
