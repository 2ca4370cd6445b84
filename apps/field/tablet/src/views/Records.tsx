/** This tablet's records: what is here, received, accepted, returned and why. */

import { hashOf } from "../routes";
import type { OwnRecord, State as RecordState } from "../shapes";
import { noun, showWhen, subject } from "../showing";
import { useApp, useWords } from "./context";
import { Frame, HomeLink, SunSwitch, Whole } from "./frame";
import { Icon, StateIcon } from "./icons";
import { aboutOnly } from "./Saved";

const LISTS = ["all", "here", "server", "returned", "accepted"] as const;
const OF: Record<string, RecordState[]> = {
  here: ["here"], server: ["received", "held", "conflict", "quarantined"], returned: ["returned"],
  accepted: ["accepted", "rejected", "replaced"],
};

export function Records({ list }: { list: string }) {
  const { state } = useApp();
  const { say } = useWords();
  const records = state.records.value;
  const pick = (name: string) => (OF[name] ? records.filter((one) => OF[name]!.includes(one.state)) : records);
  const shown = pick(list);
  return (
    <Frame title={say("records")} left={<HomeLink />} right={state.narrow.value ? undefined : <SunSwitch />} step={list}>
      <nav class="tabs" aria-label={say("records")}>
        {LISTS.map((name) => {
          const current = (list || "all") === name;
          return (
            <a key={name} href={hashOf({ page: "records", state: name === "all" ? "" : name })} class={current ? "tab now" : "tab"} aria-current={current ? "page" : undefined}>
              {say(`records_${name}`)} <b>{pick(name).length}</b>
            </a>
          );
        })}
      </nav>
      {shown.length === 0 && <p class="lead">{say(records.length ? "records_empty_state" : "records_empty")}</p>}
      {shown.length > 0 && <ul class="card rows">{shown.map((record) => <RecordRow key={record.id} record={record} />)}</ul>}
    </Frame>
  );
}

function RecordRow({ record }: { record: OwnRecord }) {
  const context = useWords();
  const { say } = context;
  const last = record.timeline.at(-1);
  return (
    <li class="linked-row">
      <a href={hashOf({ page: "record", id: record.id })} data-record={record.number} data-state={record.state}>
        <StateIcon state={record.state} size={28} />
        <span class="entry">
          <b>{noun(record.form, say)} <Whole text={record.number} /></b>
          <span>{aboutOnly(subject(record, context), record, say)}</span>
          <span class="hint">{say(`state_${record.state}`)} · {showWhen(last?.at ?? record.savedAt, context)}</span>
          {record.state === "returned" && last?.text && <span class="reason-line">{say("quote", { text: last.text })}</span>}
        </span>
        <Icon name="next" />
      </a>
    </li>
  );
}
