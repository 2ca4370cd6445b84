/** Home is the day: three numbers, the last contact, six tiles, what is recorded more rarely, what is unfinished. */

import { useEffect, useRef } from "preact/hooks";
import { indexOf, today } from "../drafts";
import { localDay } from "../moments";
import { hashOf } from "../routes";
import { lock } from "../session";
import type { Draft, Form } from "../shapes";
import { refresh } from "../state";
import { showDay, showWhen, workOf, type Work } from "../showing";
import { clockFault } from "../watch";
import { beginForm, beginMonth, beginNil, formOf, takeBack, throwAway, viewsOf } from "../work";
import type { Say } from "../words";
import { useApp, useWords, type App } from "./context";
import { Keeping } from "./Door";
import { Frame, LanguageSwitch, LinkTo, Notice, Quiet, SunSwitch } from "./frame";
import { Picture } from "./icons";
import { Strip } from "./Strip";
import { draftSubject } from "./subject";

const TILES: Work[] = ["digger", "site", "licence", "production", "purchase", "inspection"];
const MORE: Work[] = ["month", "nil", "buyer", "resale", "transfer", "stock_count", "booklet", "infraction"];

export function Home() {
  const { state, doors } = useApp();
  const { say, language } = useWords();
  const header = state.header.value!;
  const actions = (
    <>
      <LinkTo to={{ page: "find" }} icon="find">{say("find")}</LinkTo>
      <SunSwitch />
      {!state.training && <Quiet icon="lock" onClick={() => lock(state)}>{say("lock")}</Quiet>}
    </>
  );
  const { posting, officer } = state.meta.value;
  const { n = 1, all = [1] } = header;
  const who = [(posting?.officer ?? officer)?.name, all.length > 1 && say("officer_n", { n })].filter(Boolean).join(" · ");
  const under = `${who} · ${showDay(localDay(state.now.value, doors.clock), language, true)}`;
  return (
    <Frame title={state.training ? say("practice_title") : say("office_tablet", { office: header.tablet.office, n: header.tablet.number })} under={state.training ? undefined : under} right={actions} name="home">
      <Keeping />
      <Journals />
      <Cleared />
      {state.full.value && <Notice tone="clay"><p>{say("full")}</p></Notice>}
      <ClockNotice />
      {!state.training && <Strip />}
      <Tiles />
      <Unfinished />
      <div class="below">
        <LinkTo to={{ page: "records", state: "" }} icon="list">{say("records")}</LinkTo>
        <LinkTo to={{ page: "map", site: "" }} icon="place">{say("map")}</LinkTo>
        {!state.training && <LinkTo to={{ page: "papers" }} icon="card">{say("check_paper")}</LinkTo>}
        {!state.training && <LinkTo to={{ page: "handover" }} icon="give">{say("hand_over")}</LinkTo>}
        {!state.training && <LinkTo to={{ page: "diary" }} icon="clock">{say("diary")}</LinkTo>}
        {state.meta.value.posting?.reader_key && <LinkTo to={{ page: "report" }} icon="lock">{say("report_title")}</LinkTo>}
        <LanguageSwitch />
      </div>
    </Frame>
  );
}

/** What became of the two journals: told where one of them failed. */
function Journals() {
  const { state } = useApp();
  const { say } = useWords();
  const found = state.found.value;
  if (!found || (found.both && !found.restored)) return null;
  return (
    <Notice tone="ochre">
      {found.restored > 0 && <p data-restored={found.restored}>{say("restored", { n: found.restored })}</p>}
      {!found.both && <p data-journals="one">{say("one_journal")}</p>}
    </Notice>
  );
}

/** All that lay here is gone: the office knows of it from the numbers, and the officer is told what it still waits for. */
function Cleared() {
  const { state } = useApp();
  const { say } = useWords();
  const { cleared, highWater } = state.meta.value;
  const n = (cleared ?? 0) - (highWater ?? Infinity);
  if (n <= 0) return null;
  const read = async () => {
    await state.store.value?.settle({ meta: { cleared: null } });
    await refresh(state);
  };
  return (
    <Notice tone="clay">
      <p data-cleared={n}>{say("cleared", { n })}</p>
      <button type="button" class="secondary" onClick={() => void read()}>{say("cleared_read")}</button>
    </Notice>
  );
}

function ClockNotice() {
  const { state, doors } = useApp();
  const { say, language } = useWords();
  const now = state.now.value;
  const fault = clockFault(state.meta.value, now);
  if (!fault) return null;
  const words = fault.what === "back" ? say("clock_back", { day: showDay(localDay(now, doors.clock), language) }) : say(`clock_off_${fault.what}`, { n: fault.n });
  return <Notice tone="ochre"><p data-clock>{words}</p></Notice>;
}

function Tiles() {
  const { say } = useWords();
  return (
    <>
      <nav class="tiles" aria-label={say("tiles")}>{TILES.map((work) => <Tile key={work} work={work} />)}</nav>
      <nav class="more" aria-labelledby="more">
        <h2 id="more">{say("tiles_more")}</h2>
        {MORE.map((work) => <Tile key={work} work={work} />)}
      </nav>
    </>
  );
}

function Tile({ work }: { work: Work }) {
  const { state, doors } = useApp();
  const { say } = useWords();
  const day = today(doors.clock);
  const n = state.records.value.filter((record) => workOf(record) === work && localDay(record.savedAt, doors.clock) === day).length;
  const form = work === "nil" ? "production" : work === "month" ? "purchase" : work;
  const begin = () => (work === "nil" ? beginNil(state, doors) : work === "month" ? beginMonth(state, doors) : beginForm(form, state, doors));
  return (
    <button type="button" class="tile" data-form={work} disabled={!formOf(state, form)} onClick={begin}>
      <Picture name={work} />
      <span class="tile-words">
        <span class="tile-name">{say(`tile_${work}`)}</span>
        <span class="hint">{n ? say("today_n", { n }) : say("today_none")}</span>
      </span>
    </button>
  );
}

function Unfinished() {
  const { state } = useApp();
  const { say } = useWords();
  const drafts = state.drafts.value;
  const box = useRef<HTMLElement>(null);
  // The row that held the focus went with its form, or the undo with its form's return.
  useEffect(() => {
    if (document.activeElement !== document.body) return;
    const [start, undo] = box.current?.querySelectorAll<HTMLElement>("h2, .undo button") ?? [];
    (undo ?? start)?.focus();
  }, [drafts.length, state.thrown.value]);
  if (drafts.length === 0 && !state.thrown.value) return null;
  return (
    <section class="unfinished" ref={box}>
      <h2 tabIndex={-1}>{say("not_finished")}</h2>
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

function placeIn(draft: Draft, form: Form, { state, doors }: App, say: Say): string {
  const { all } = viewsOf(draft, form, state, doors);
  return say("step_of", { n: indexOf(all, draft.at) + 1, all: all.length });
}

function DraftRow({ draft }: { draft: Draft }) {
  const { state, doors } = useApp();
  const context = useWords();
  const { say } = context;
  const form = formOf(state, draft.form);
  if (!form) return null;
  const { page } = draft;
  const where = page ? say("month_lines", { n: page.lines.length }) : placeIn(draft, form, { state, doors }, say);
  const about = draftSubject(draft, context);
  const name = say(`tile_${workOf(draft)}`);
  return (
    <li>
      <div class="grow">
        <b>{[name, about].filter(Boolean).join(" · ")}</b>
        <p class="hint">
          {where} · {say("started", { when: showWhen(draft.startedAt, context) })}
        </p>
      </div>
      <div class="row-actions">
        <button type="button" class="quiet" aria-label={say("titled", { what: say("throw_away"), title: name })} onClick={() => void throwAway(draft, state)}>{say("throw_away")}</button>
        <a class="secondary" href={hashOf(page ? { page: "month", draft: draft.id } : { page: "form", draft: draft.id, at: draft.at })}>{say("continue")}</a>
      </div>
    </li>
  );
}
