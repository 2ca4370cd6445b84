/** Check a card or a receipt: by its code, without a network, or by its number. */

import { useEffect, useRef, useState } from "preact/hooks";
import { today } from "../drafts";
import { known, tidy, type Known } from "../papers/asking";
import { readPhoto, watch } from "../papers/scanning";
import { sayPapers } from "../papers/words";
import { verify, type Outcome, type Verdict } from "../papers/verifying";
import { hashOf } from "../routes";
import { daysBetween, inLanguage, showDay, standingOn } from "../showing";
import { showAmount } from "../amounts";
import { localDay } from "../moments";
import { recordOf } from "../work";
import { useApp, useWords } from "./context";
import "../styles/papers.css";
import { Frame, HomeLink, Notice } from "./frame";
import { Icon, type IconName } from "./icons";
import { LicenceToday } from "./Person";
import { EntryLines } from "./reference";

type Result = { verdict: Verdict } | { number: string; known: Known } | { none: "paper_no_code" | "paper_no_camera" };

export function CheckPaper() {
  const { state, doors } = useApp();
  const { say, registers, records, language } = useWords();
  const tell = sayPapers(language);
  const papers = state.meta.value.posting?.papers;
  const [looking, look] = useState(false);
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<Result | null>(null);
  const [typed, setTyped] = useState("");
  const read = async (code: string | null) => {
    look(false);
    setResult(code === null || !papers ? { none: "paper_no_code" } : { verdict: await verify(code.trim(), papers, today(doors.clock)) });
  };
  const photo = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    await read(await readPhoto(file)).finally(() => setBusy(false));
  };
  const ask = async (event: Event) => {
    event.preventDefault();
    const number = tidy(typed);
    if (!number) return;
    setBusy(true);
    const line = { network: doors.network, token: state.meta.value.token, language };
    setResult({ number, known: await known(number, papers, registers, records, line).finally(() => setBusy(false)) });
  };
  return (
    <Frame title={say("check_paper")} left={<HomeLink />} step="papers" read>
      {result && <Told result={result} />}
      {!papers && <Notice tone="ochre"><p>{tell("paper_no_list")}</p></Notice>}
      {looking && <Camera seen={(code) => void read(code)} lost={() => (look(false), setResult({ none: "paper_no_camera" }))} end={() => look(false)} />}
      {!looking && papers && (
        <section class="card padded">
          <h2>{tell("paper_by_code")}</h2>
          <p class="hint">{tell("paper_by_code_hint")}</p>
          <div class="row-actions">
            <button type="button" class="primary" disabled={busy} onClick={() => (setResult(null), look(true))}><Icon name="camera" /> <span>{tell("paper_camera")}</span></button>
            <label class="button secondary photo-take">
              <span>{tell("paper_photo")}</span>
              <input type="file" accept="image/*" disabled={busy} aria-label={tell("paper_photo")} onChange={(event) => void photo(event.currentTarget.files?.[0])} />
            </label>
          </div>
        </section>
      )}
      <form class="card padded" onSubmit={(event) => void ask(event)}>
        <h2><label for="paper-number">{tell("paper_by_number")}</label></h2>
        <p class="hint">{tell("paper_by_number_hint")}</p>
        <div class="row-actions">
          <input id="paper-number" class="input" value={typed} autocomplete="off" spellcheck={false} maxLength={40} onInput={(event) => setTyped(event.currentTarget.value)} />
          <button type="submit" class="secondary" disabled={busy}>{tell("paper_ask")}</button>
        </div>
      </form>
      <p class="hint">{papers && <Age />}</p>
    </Frame>
  );
}

/** How old the list of withdrawn papers is: the older, the less it says. */
function Age() {
  const { state, doors } = useApp();
  const { language } = useWords();
  const tell = sayPapers(language);
  const day = localDay(Date.parse(state.meta.value.posting!.papers!.at), doors.clock);
  const n = Math.max(0, daysBetween(day, today(doors.clock)));
  return <>{tell(n === 0 ? "paper_list_today" : "paper_list_age", { n, day: showDay(day, language) })}</>;
}

function Camera({ seen, lost, end }: { seen: (code: string) => void; lost: () => void; end: () => void }) {
  const tell = sayPapers(useWords().language);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => watch(video.current!, seen, lost), []);
  return (
    <section class="card padded">
      <p>{tell("paper_hold")}</p>
      <video ref={video} class="paper-eye" muted playsInline aria-label={tell("paper_camera")} />
      <button type="button" class="secondary" onClick={end}>{tell("paper_stop")}</button>
    </section>
  );
}

const SIGNS: Record<Outcome, [IconName, "leaf" | "clay" | "ochre"]> = {
  genuine: ["tick", "leaf"], expired: ["stop", "clay"], revoked: ["stop", "clay"], altered: ["flag", "clay"],
  unknown: ["flag", "clay"], foreign: ["flag", "ochre"], unreadable: ["flag", "ochre"],
};

/** On a phone what was asked with stands below the screen: the answer comes to whoever asked. */
function Told({ result }: { result: Result }) {
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
      {(outcome === "genuine" || outcome === "revoked") && <p class="hint"><Age /></p>}
      {["genuine", "expired", "revoked"].includes(outcome) && <Says verdict={{ outcome, signed }} />}
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
    [tell("paper_sold_on"), day(fields["day"])], [tell("paper_of_licence"), fields["licence"]], [tell("paper_buyer"), fields["buyer"]],
    [tell("paper_origin"), kind === "purchase" ? fields["site"] || tell("paper_no_origin") : ""],
    [tell("paper_ends"), day(endsOn)], [tell("paper_issued"), tell("paper_issued_by", { day: day(issuedOn), n: signed!.certificate.tablet })],
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

function Numbered({ number, known: { what, ...more } }: { number: string; known: Known }) {
  const { state, doors } = useApp();
  const context = useWords();
  const { say, language } = context;
  const tell = sayPapers(language);
  const entry = "entry" in more ? more.entry : null;
  const standing = entry && standingOn(entry.row, today(doors.clock), context);
  const good = what === "valid" || (what === "here" && standing?.good !== false);
  const [icon, tone] = good ? (["tick", "leaf"] as const) : what === "not_here" ? (["flag", "ochre"] as const) : (["stop", "clay"] as const);
  return (
    <section class={`card verdict ${tone}-edge`} data-verdict={what}>
      <h2><Icon name={icon} tone={tone} size={36} /> {tell(`number_${what}`, { number })}</h2>
      {what !== "here" && <p>{tell(`number_${what}_lead`)}</p>}
      {entry && <EntryLines entry={entry} />}
      {standing && <p class="standing"><Icon name={standing.good ? "tick" : "stop"} tone={standing.good ? "leaf" : "clay"} size={20} /> {standing.words}</p>}
      {entry?.kind === "digger" && <LicenceToday digger={entry.id} />}
      {entry && recordOf(state, entry.id) && <a class="secondary" href={hashOf({ page: "record", id: entry.id })}>{say("open_record")}</a>}
      {entry?.kind === "digger" && !recordOf(state, entry.id) && <a class="secondary" href={hashOf({ page: "person", id: entry.id })}>{tell("paper_person")}</a>}
    </section>
  );
}
