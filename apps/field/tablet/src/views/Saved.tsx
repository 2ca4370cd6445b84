/** That a record is saved: its number, where it stands, and what happens next. */

import { hashOf } from "../routes";
import type { PaperKind } from "../papers/format";
import type { FormCode, OwnRecord } from "../shapes";
import { noun, subject } from "../showing";
import { beginForm, recordOf } from "../work";
import { useApp, useWords } from "./context";
import { Frame, HomeLink, Notice } from "./frame";
import { Icon, StateIcon } from "./icons";

/** The number stands above already. */
export const aboutOnly = (words: string, record: OwnRecord, say: ReturnType<typeof useWords>["say"]) =>
  words.split(" · ").filter((part) => part !== `${noun(record.form, say)} ${record.number}`.trim()).join(" · ");

export const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

export function Saved({ id }: { id: string }) {
  const { state, doors } = useApp();
  const context = useWords();
  const { say } = context;
  const record = recordOf(state, id);
  if (!record) return <Frame title={say("records")} left={<HomeLink />}><p class="lead">{say("record_gone")}</p></Frame>;
  const sent = state.online.value && !state.trouble.value;
  const foot = (
    <div class="foot-buttons">
      <button type="button" class="secondary" onClick={() => beginForm(record.form, state, doors)}>{say("another")}</button>
      <a class="primary" href={hashOf({ page: "home" })}>{say("home")}</a>
    </div>
  );
  const text = record.state === "here" ? say(sent ? "saved_next_online" : "saved_next_offline") : say(`lead_${record.state}`);
  return (
    <Frame title={say("saved_title")} foot={foot} step={id}>
      <section class="card saved" data-saved={record.number} data-state={record.state}>
        <Icon name="tick" size={64} tone="leaf" />
        <p class="saved-number"><span>{noun(record.form, say)}</span> <b>{record.number}</b></p>
        <p class="lead">{aboutOnly(subject(record, context), record, say)}</p>
        <p class="standing"><StateIcon state={record.state} size={22} /> <b>{capital(say(`state_${record.state}`))}</b></p>
        <p>{text}</p>
        {state.found.value?.both === false && <Notice tone="ochre"><p>{say("one_journal")}</p></Notice>}
        {record.madeWith && <Notice tone="leaf"><p>{say("saved_find", { number: record.madeWith.number })}</p></Notice>}
        <PaperLink record={record} />
        <a class="quiet" href={hashOf({ page: "record", id })}><span>{say("open_record")}</span></a>
      </section>
    </Frame>
  );
}

/** The card of a digger, the receipt of a licence or a sale. */
export function PaperLink({ record: { id, form, state } }: { record: OwnRecord }) {
  const { say } = useWords();
  const kind = PAPERS[form];
  if (!kind || state === "rejected" || state === "replaced") return null;
  return <a class="secondary" data-show-paper href={hashOf({ page: "paper", kind, id })}><Icon name="card" /> <span>{say(kind === "card" ? "show_card" : "show_receipt")}</span></a>;
}

const PAPERS: Partial<Record<FormCode, PaperKind>> = { digger: "card", licence: "licence", purchase: "purchase", resale: "resale" };
