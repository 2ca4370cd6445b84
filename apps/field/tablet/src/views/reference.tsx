/** Another record: sought in the registers and in this tablet's own work, or its number typed from the paper. */

import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Entry } from "../registers";
import { find, lately } from "../searching";
import { describe, inLanguage, noun, standingOn } from "../showing";
import { today } from "../drafts";
import type { Reference } from "../shapes";
import { useApp, useWords } from "./context";
import { leaseOf } from "../lease";
import { Notice, Whole } from "./frame";
import { Icon, StateIcon } from "./icons";
import type { InputProps } from "./questions";

const MOST = 8;
type OnPick = (entry: Entry, touch: Event) => void;

export function ReferenceInput({ field, draft, set, alone, goOn }: InputProps) {
  const { say, registers } = useWords();
  const kind = field.refers_to ?? "";
  const value = draft.answers[field.code] as Reference | undefined;
  const [paper, setPaper] = useState(value !== undefined && "number" in value);
  const entry = value && "id" in value ? registers.get(kind)?.get(value.id) : undefined;
  const again = () => set(undefined);
  const picked = value !== undefined && "id" in value;
  const box = useRef<HTMLDivElement>(null);
  const before = useRef(picked);
  // What had the focus went with the search, or with the answer.
  useLayoutEffect(() => {
    if (before.current !== picked) box.current?.querySelector<HTMLElement>("button, input")?.focus();
    before.current = picked;
  }, [picked]);
  if (value && "id" in value) {
    return (
      <div class="picked" ref={box}>
        {entry ? <EntryLines entry={entry} /> : <b>{noun(kind, say)}</b>}
        <button type="button" class="quiet" onClick={again}>{say("choose_other")}</button>
      </div>
    );
  }
  return (
    <div class="reference" ref={box}>
      {paper ? <PaperNumber {...{ field, value, set }} /> : <Search kind={kind} field={field.code} alone={alone} onPick={(found, touch) => { set({ id: found.id }); goOn?.(touch); }} />}
      <button type="button" class="quiet" onClick={() => { setPaper(!paper); again(); }}>{say(paper ? "search_instead" : "paper_number")}</button>
    </div>
  );
}

function PaperNumber({ field, value, set }: Pick<InputProps, "field" | "set"> & { value: Reference | undefined }) {
  const { say, language } = useWords();
  const number = value && "number" in value ? value.number : "";
  const id = `q-${field.code}-number`;
  return (
    <>
      <label for={id}>{say("paper_number")}</label>
      <p class="hint" id={`${id}-hint`}>{say("paper_number_hint")}</p>
      <input
        id={id} class="input" value={number} maxLength={40} autocomplete="off" autocapitalize="characters" spellcheck={false} aria-describedby={`${id}-hint`}
        aria-label={say("titled", { what: inLanguage(field.label, language), title: say("paper_number") })}
        onInput={(event) => {
          const typed = event.currentTarget.value;
          set(typed.trim() ? { number: typed.trimStart() } : undefined);
        }}
      />
    </>
  );
}

function Search({ kind, field, alone, onPick }: { kind: string; field: string; alone: boolean; onPick: OnPick }) {
  const { say, registers, records } = useWords();
  const [sought, setSought] = useState("");
  const found = useMemo(() => {
    const all = find(registers, [kind], sought, MOST);
    if (sought.trim()) return all;
    // Most of a day's work is of the same few.
    const those = [...lately(records, field, registers.get(kind), MOST), ...(alone || all.total <= MOST ? all.entries : [])];
    const entries = [...new Map(those.map((entry) => [entry.id, entry])).values()].slice(0, MOST);
    return { ...all, entries, alike: entries.length };
  }, [registers, records, kind, sought]);
  const id = `q-${field}-search`;
  return (
    <div class="search">
      <LeaseOver />
      <label for={id}>{say("search_label")}</label>
      <div class="search-box">
        <Icon name="find" />
        <input id={id} type="search" value={sought} autocomplete="off" spellcheck={false} onInput={(event) => setSought(event.currentTarget.value)} />
      </div>
      {(sought.trim() || found.entries.length > 0 || found.of === 0) && <Results found={found} sought={sought} onPick={onPick} />}
    </div>
  );
}

/** Why the finder is empty, and what can be done all the same. */
export function LeaseOver() {
  const { state } = useApp();
  const { say } = useWords();
  if (!state.leaseOver.value) return null;
  return <Notice tone="ochre"><p data-lease>{say("lease_over", { n: leaseOf(state.meta.value) })}</p></Notice>;
}

function Results({ found, sought, onPick }: { found: ReturnType<typeof find>; sought: string; onPick: OnPick }) {
  const { state } = useApp();
  const { say } = useWords();
  return (
    <>
      <p class="hint" aria-live="polite">
        {found.of === 0 ? say(state.meta.value.registersAt ? "search_nothing" : "search_empty") : found.total === 0 ? say("search_none") : sought.trim() ? say("search_found", { n: found.total, of: found.of }) : ""}
        {sought.trim() && found.total > found.entries.length && ` ${say("search_first", { n: found.entries.length })}`}
        {found.alike < found.entries.length && ` ${say("search_alike", { n: found.entries.length - found.alike })}`}
      </p>
      {found.entries.length > 0 && (
        <ul class="results">
          {found.entries.map((entry) => (
            <li key={entry.id}>
              <button type="button" onClick={(event) => onPick(entry, event)}><EntryLines entry={entry} /><Icon name="next" /></button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

export function MadeHere() {
  const { say } = useWords();
  return <span class="own"><StateIcon state="here" size={16} /> {say("made_here")}</span>;
}

/** A thing as people know it, and whether its paper holds today. */
export function EntryLines({ entry }: { entry: Entry }) {
  const { doors } = useApp();
  const context = useWords();
  const { title, detail } = describe(entry, context);
  const standing = ["licence", "buyer"].includes(entry.kind) ? standingOn(entry.row, today(doors.clock), context) : null;
  return (
    <span class="entry">
      <b><Whole text={title} /></b>
      {detail && <span><Whole text={detail} /></span>}
      {entry.own && <MadeHere />}
      {standing && <span class="standing"><Icon name={standing.good ? "tick" : "stop"} tone={standing.good ? "leaf" : "clay"} size={20} /> {standing.words}</span>}
    </span>
  );
}
