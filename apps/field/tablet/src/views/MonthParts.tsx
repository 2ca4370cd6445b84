/** What the steps of a collector's month share: a line in words, what is said against it, and how far the page is off. */

import { showAmount } from "../amounts";
import { fieldOf, judge } from "../drafts";
import * as month from "../month";
import type { Draft, Field, Form, OwnRecord, Sale } from "../shapes";
import { inLanguage, showAnswer, showDay, type Context } from "../showing";
import { slipFault } from "../slips";
import { sayMonth } from "../monthwords";
import { useWords } from "./context";
import { Icon } from "./icons";

/** What only these screens say. */
export const useTell = () => sayMonth(useWords().language);

export interface StepProps { draft: Draft; form: Form; saved: (records: OwnRecord[]) => void }

export const showMonth = (code: string, { language }: Context) =>
  new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${code}-15T12:00:00Z`));

/** How the keyed lines stand against what the page says of itself. */
export function Against({ draft }: { draft: Draft }) {
  const { say, language } = useWords();
  const tell = useTell();
  const { carats, price } = month.totals(draft.page!);
  const told = [[carats, "page_carats", say("unit_ct")], [price, "page_price", String(draft.answers["currency"] ?? "")]] as const;
  return (
    <>
      {told.map(([keyed, code, unit]) => {
        const apart = month.apart(keyed, draft.answers[code]);
        const by = apart && `${showAmount(apart.by, language)} ${unit}`;
        return by && <p class="standing" data-apart={code} key={code}><Icon name="flag" tone="ochre" size={20} /> {tell(apart.more ? "month_more" : "month_less", { by })}</p>;
      })}
    </>
  );
}

/** What can be said against a line, in sentences; the first stop it. */
export function faultsOf(line: Sale, draft: Draft, form: Form, context: Context, day: string): { stops: string[]; odd: string[] } {
  const one = month.draftOfLine(draft, line);
  const result = judge(one, form, day);
  const own = (code: string) => !month.ABOUT.includes(code) && code !== "number";
  const stops = result.faults.filter(({ field }) => own(field)).map(({ field, sentence }) => {
    const label = inLanguage(fieldOf(form, field)?.label, context.language);
    return context.say("titled", { what: label, title: inLanguage(sentence, context.language) });
  });
  const others = written(draft, line).map((other) => ({ id: other.record, form: "purchase", state: "here", answers: month.answersOf(draft, other) }) as OwnRecord);
  const slip = slipFault(one, context.registers, [...others, ...context.records]);
  const warned = result.warnings.filter(({ severity }) => severity !== "refuse").map(({ sentence }) => inLanguage(sentence, context.language));
  return { stops, odd: [...warned, ...(slip ? [context.say(slip)] : [])] };
}

const written = (draft: Draft, but: Sale) => month.written(draft.page!).filter(({ record }) => record !== but.record);

/** A line as it is read: slip, day and seller above, carats and price large. */
export function LineWords({ line, draft, context }: { line: Sale; draft: Draft; context: Context }) {
  const { say, language } = context;
  const day = month.dayIn(draft.page!.month, line.day);
  const seller = line.seller && showAnswer({ code: "seller", kind: "reference", refers_to: "digger" } as Field, { seller: line.seller }, context);
  const amount = (written: string, unit: string) => (written ? `${showAmount(month.sum([written]), language)} ${unit}` : "–");
  return (
    <>
      <span class="month-words">{[line.slip, day ? showDay(day, language) : "", seller?.main ?? ""].filter(Boolean).join(" · ") || say("not_answered")}</span>
      <b class="month-figures">{amount(line.carats, say("unit_ct"))} · {amount(line.price, String(draft.answers["currency"] ?? ""))}</b>
    </>
  );
}
