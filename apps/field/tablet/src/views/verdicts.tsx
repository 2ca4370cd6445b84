/** What is said of a card or a receipt, and by which list. */

import { useEffect, useRef } from "preact/hooks";
import { showAmount } from "../amounts";
import { today } from "../drafts";
import { othersIn } from "../merged";
import { localDay } from "../moments";
import type { Known } from "../papers/asking";
import { SALES } from "../papers/format";
import type { Outcome, Verdict } from "../papers/verifying";
import { sayPapers } from "../papers/words";
import type { Entry } from "../registers";
import { hashOf } from "../routes";
import { daysBetween, inLanguage, showDay, standingOn } from "../showing";
import { recordOf } from "../work";
import { useApp, useWords } from "./context";
import { Notice, Whole } from "./frame";
import { Icon, type IconName } from "./icons";
import { LicenceToday } from "./Person";
import { EntryLines } from "./reference";

export type Result = { verdict: Verdict } | { number: string; known: Known } | { none: "paper_no_code" | "paper_no_camera" };

/** How old the list of withdrawn papers is: the older, the less it says. */
export function Age() {
  const { state, doors } = useApp();
  const { language } = useWords();
  const tell = sayPapers(language);
  const day = localDay(Date.parse(state.meta.value.posting!.papers!.at), doors.clock);
  const n = Math.max(0, daysBetween(day, today(doors.clock)));
  return <>{tell(n === 0 ? "paper_list_today" : "paper_list_age", { n, day: showDay(day, language) })}</>;
}

/** How old the list of valid numbers is. */
function ListAge() {
  const { state, doors } = useApp();
  const { language } = useWords();
  const day = localDay(state.meta.value.validAt!, doors.clock);
  const n = Math.max(0, daysBetween(day, today(doors.clock)));
  return <>{sayPapers(language)(n === 0 ? "number_list_today" : "number_list_age", { n, day: showDay(day, language) })}</>;
}

const SIGNS: Record<Outcome, [IconName, "leaf" | "clay" | "ochre"]> = {
  genuine: ["tick", "leaf"], expired: ["stop", "clay"], revoked: ["stop", "clay"], lost: ["stop", "clay"], altered: ["flag", "clay"],
  unknown: ["flag", "clay"], foreign: ["flag", "ochre"], unreadable: ["flag", "ochre"],
};

/** On a phone what was asked with stands below the screen: the answer comes to whoever asked. */
export function Told({ result }: { result: Result }) {
  const tell = sayPapers(useWords().language);
  const told = useRef<HTMLDivElement>(null);
  useEffect(() => {
    told.current?.scrollIntoView({ block: "start" });
    told.current?.focus({ preventScroll: true });
  }, [result]);
  return (
    <div ref={told} tabIndex={-1} class="told">
      {"none" in result && <Notice tone="ochre"><p data-verdict={result.none}>{tell(result.none)}</p></Notice>}
      {"verdict" in result && <Judged verdict={result.verdict} />}
      {"known" in result && <Numbered number={result.number} known={result.known} />}
    </div>
  );
}

function Judged({ verdict: { outcome, signed } }: { verdict: Verdict }) {
  const context = useWords();
  const { posting, language } = context;
  const tell = sayPapers(language);
  const [icon, tone] = SIGNS[outcome];
  const country = posting?.choices.countries.find(({ code }) => code === signed?.paper.country);
  const values = {
    day: signed?.paper.endsOn ? showDay(signed.paper.endsOn, language) : "",
    country: country ? inLanguage(country, language) : (signed?.paper.country ?? ""),
  };
  return (
    <section class={`card verdict ${tone}-edge`} data-verdict={outcome}>
      <h2><Icon name={icon} tone={tone} size={36} /> {tell(`verdict_${outcome}`)}</h2>
      <p>{tell(`verdict_${outcome}_lead`, values)}</p>
      {["genuine", "revoked", "lost"].includes(outcome) && <p class="hint"><Age /></p>}
      {["genuine", "expired", "revoked", "lost"].includes(outcome) && <Says verdict={{ outcome, signed }} />}
    </section>
  );
}

/** What a paper says that the tablet has really signed. */
function Says({ verdict: { signed } }: { verdict: Verdict }) {
  const { say, language, registers } = useWords();
  const tell = sayPapers(language);
  const { kind, fields, issuedOn, endsOn } = signed!.paper;
  const day = (iso: string | null | undefined) => (iso ? showDay(iso, language) : "");
  const amount = (name: string, unit: string) => (fields[name] ? `${showAmount(fields[name], language)} ${unit}` : "");
  const rows: [string, string | undefined][] = [
    [tell(`paper_${kind}`), fields["number"]], [tell("paper_initials"), fields["initials"]],
    [tell("paper_carats"), amount("carats", say("unit_ct"))], [tell("paper_price"), amount("price", fields["currency"] ?? "")],
    [tell("paper_sold_on"), day(fields["day"])], [tell("paper_seller"), fields["seller"]], [tell("paper_of_licence"), fields["licence"]], [tell("paper_buyer"), fields["buyer"]],
    [tell("paper_origin"), SALES.has(kind) ? fields["site"] || tell("paper_no_origin") : ""],
    [tell("paper_ends"), day(endsOn)], [tell("paper_issued"), tell(signed!.certificate.tablet ? "paper_issued_by" : "paper_issued_at_desk", { day: day(issuedOn), n: signed!.certificate.tablet })],
  ];
  const person = kind === "card" ? registers.get("digger")?.first("number", fields["number"]) : undefined;
  return (
    <>
      <dl class="answers small">
        {rows.filter(([, words]) => words).map(([label, words]) => <div class="answer" key={label}><dt>{label}</dt><dd><b>{words}</b></dd></div>)}
      </dl>
      {person && <a class="secondary" href={hashOf({ page: "person", id: person.id })}>{tell("paper_person")}</a>}
    </>
  );
}

/** Whether the number is of another entry than the one that was found by it. */
const isMerged = ({ row }: Entry, number: string) => othersIn(row["others"]).some(([, other]) => other === number);

function Numbered({ number, known: { what, ...more } }: { number: string; known: Known }) {
  const { state, doors } = useApp();
  const context = useWords();
  const { say, language } = context;
  const tell = sayPapers(language);
  const entry = "entry" in more ? more.entry : null;
  const standing = entry && standingOn(entry.row, today(doors.clock), context);
  const byList = what === "listed" || what === "unlisted";
  const good = what === "valid" || what === "listed" || (what === "here" && standing?.good !== false);
  const [icon, tone] = good ? (["tick", "leaf"] as const) : what === "not_here" ? (["flag", "ochre"] as const) : (["stop", "clay"] as const);
  return (
    <section class={`card verdict ${tone}-edge`} data-verdict={what}>
      <h2><Icon name={icon} tone={tone} size={36} /> {tell(`number_${what}`, { number })}</h2>
      {what !== "here" && <p>{tell(`number_${what}_lead`)}</p>}
      {byList && <p class="hint"><ListAge /></p>}
      {entry && isMerged(entry, number) && <p><Whole text={tell("number_merged", { number: String(entry.row["number"]) })} /></p>}
      {entry && <EntryLines entry={entry} />}
      {standing && <p class="standing"><Icon name={standing.good ? "tick" : "stop"} tone={standing.good ? "leaf" : "clay"} size={20} /> {standing.words}</p>}
      {entry?.kind === "digger" && <LicenceToday digger={entry.id} />}
      {entry && recordOf(state, entry.id) && <a class="secondary" href={hashOf({ page: "record", id: entry.id })}>{say("open_record")}</a>}
      {entry?.kind === "digger" && !recordOf(state, entry.id) && <a class="secondary" href={hashOf({ page: "person", id: entry.id })}>{tell("paper_person")}</a>}
    </section>
  );
}
