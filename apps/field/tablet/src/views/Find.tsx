/** Look somebody or something up in the registers of this posting, without a network. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { localDay } from "../moments";
import type { Entry } from "../registers";
import { hashOf, type Route } from "../routes";
import { find } from "../searching";
import { showDay } from "../showing";
import { recordOf } from "../work";
import type { Key } from "../words/en";
import { useApp, useWords } from "./context";
import { EntryLines, LeaseOver } from "./reference";
import { Frame, HomeLink, LinkTo, Numbers, SunSwitch } from "./frame";
import { Icon } from "./icons";
import { LicenceToday } from "./Person";

/** A tablet's screen holds no more. */
const AT_ONCE = 10;
const KINDS = ["digger", "site", "licence", "buyer"] as const;

export function Find() {
  const { state, doors } = useApp();
  const { say, language, registers } = useWords();
  const [kind, setKind] = useState("");
  const [sought, setSought] = useState("");
  const found = useMemo(() => find(registers, kind ? [kind] : KINDS, sought), [registers, kind, sought]);
  const firstRows = useFirst(found.entries, `${kind} ${sought}`);
  const at = state.meta.value.registersAt;
  return (
    <Frame title={say("find")} left={<HomeLink />} right={state.narrow.value ? undefined : <SunSwitch />} foot={<Numbers />} plain>
      <div class="find">
        <LeaseOver />
        <label for="find">{say("search_label")}</label>
        <div class="search-box">
          <Icon name="find" />
          <input id="find" type="search" value={sought} autocomplete="off" spellcheck={false} onInput={(event) => setSought(event.currentTarget.value)} />
        </div>
        <div class="tabs" role="group" aria-label={say("find_kinds")}>
          {["", ...KINDS].map((name) => (
            <button type="button" key={name} class={kind === name ? "tab now" : "tab"} aria-pressed={kind === name} onClick={() => setKind(name)}>
              {say(name ? (`kinds_${name}` as Key) : "all_kinds")}
            </button>
          ))}
        </div>
        <p aria-live="polite">
          {found.of === 0 ? say(at ? "search_nothing" : "search_empty") : found.total === 0 ? say("search_none") : <b>{say("search_found", { n: found.total, of: found.of })}</b>}
          {found.total > found.entries.length && ` ${say("search_first", { n: found.entries.length })}`}
          {found.alike < found.entries.length && ` ${say("search_alike", { n: found.entries.length - found.alike })}`}
        </p>
        {!state.training && <LinkTo to={{ page: "papers" }} icon="card" class="find-paper">{say("check_paper")}</LinkTo>}
        {at && <p class="hint">{say("find_lead", { day: showDay(localDay(at, doors.clock), language) })}</p>}
        <ul class="results plain-results">{firstRows.map((entry) => <FoundRow key={entry.id} entry={entry} />)}</ul>
      </div>
    </Frame>
  );
}

/** More than the eye takes in at once is drawn once nobody waits: whoever types on is not kept for it. */
function useFirst(entries: readonly Entry[], about: string): readonly Entry[] {
  const { doors } = useApp();
  const [whole, setWhole] = useState("");
  const latest = useRef(about);
  latest.current = about;
  useEffect(() => doors.later(() => latest.current === about && setWhole(about)), [about]);
  return whole === about ? entries : entries.slice(0, AT_ONCE);
}

function FoundRow({ entry }: { entry: Entry }) {
  const { state } = useApp();
  const { say } = useWords();
  const born = entry.row["birth_year"];
  const words = (
    <span class="found-words">
      <span class="entry-wide">
        <EntryLines entry={entry} />
        {born !== undefined && born !== null && <span>{say("born", { year: String(born) })}</span>}
      </span>
      {entry.kind === "digger" && <LicenceToday digger={entry.id} />}
    </span>
  );
  const { id, kind } = entry;
  const to: Route | null = recordOf(state, id) ? { page: "record", id } : kind === "digger" ? { page: "person", id } : kind === "site" ? { page: "map", site: id } : null;
  return to
    ? <li><a href={hashOf(to)}>{words}<Icon name="next" /></a></li>
    : <li><div class="found">{words}</div></li>;
}
