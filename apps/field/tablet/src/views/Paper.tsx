/** A card or a receipt: large enough to be read and scanned from the screen, printed on A6, or given away as a picture. */

import { useEffect, useState } from "preact/hooks";
import { showAmount } from "../amounts";
import { issue, type Issued, type NoPaper } from "../papers/issuing";
import { draw, give, print, squaresOf, type Line, type Squares } from "../papers/picture";
import { SALES, type PaperKind } from "../papers/format";
import { sayPapers } from "../papers/words";
import { inLanguage, showAnswer, showDay, type Context } from "../showing";
import type { Answers } from "../shapes";
import { fieldOf } from "../drafts";
import { useApp, useWords } from "./context";
import "../styles/papers.css";
import { Frame, HomeLink, Notice } from "./frame";

export function PaperPage() {
  const { state, doors } = useApp();
  const context = useWords();
  const tell = sayPapers(context.language);
  const route = state.route.value;
  const { kind, id } = route.page === "paper" ? route : { kind: "card" as const, id: "" };
  const [issued, setIssued] = useState<Issued | NoPaper | null>(null);
  useEffect(() => {
    let gone = false;
    void issue(kind, id, context, state, doors).then((made) => gone || setIssued(made));
    return () => void (gone = true);
  }, [kind, id]);
  const made = issued && typeof issued !== "string" ? issued : null;
  const squares = made && squaresOf(made.code);
  const name = made && `${kind}-${made.paper.fields["number"]}.png`;
  const foot = made && squares && name && (
    <div class="foot-buttons equal">
      <button type="button" class="secondary" onClick={() => void draw(pictured(made, context, state), squares).then((picture) => give(name, picture))}>{tell("paper_picture")}</button>
      <button type="button" class="primary" onClick={print}>{tell("paper_print")}</button>
    </div>
  );
  return (
    <Frame title={tell(`paper_${kind}`)} left={<HomeLink />} foot={foot} step={id} read>
      {typeof issued === "string" && <Notice tone="ochre"><p data-no-paper={issued}>{tell(issued)}</p></Notice>}
      {made && squares && <Sheet made={made} squares={squares} />}
    </Frame>
  );
}

function Sheet({ made, squares }: { made: Issued; squares: Squares }) {
  const { state } = useApp();
  const context = useWords();
  const tell = sayPapers(context.language);
  const { paper } = made;
  const box = `-4 -4 ${squares.size + 8} ${squares.size + 8}`;
  return (
    <article class="paper" data-paper={paper.fields["number"]} data-code={made.code}>
      <p class="paper-from">{headOf(context, state)}</p>
      <h2>{tell(`paper_${paper.kind}`)}</h2>
      <p class="paper-number">{paper.fields["number"]}</p>
      {figureOf(made, context).map((words) => <p class="paper-figure" key={words}>{words}</p>)}
      {made.names && !SALES.has(paper.kind) && <p class="paper-names">{made.names}</p>}
      <dl>{linesOf(made, context).map(([label, words]) => <div key={label}><dt>{label}</dt><dd>{words}</dd></div>)}</dl>
      <svg viewBox={box} class="paper-code" role="img" aria-label={tell("paper_code")} shape-rendering="crispEdges">
        <path d={`M-4 -4h${squares.size + 8}v${squares.size + 8}h-${squares.size + 8}z`} fill="#fff" />
        <path d={squares.path} fill="#000" />
      </svg>
      <p class="paper-how">{tell("paper_how")}</p>
    </article>
  );
}

type Given = ReturnType<typeof useApp>["state"];

function headOf({ posting, language }: Context, state: Given): string {
  const { tablet } = state.header.value!;
  const country = posting?.choices.countries.find(({ code }) => code === tablet.participant);
  return [country?.[language] ?? tablet.participant, tablet.office].join(" · ");
}

/** What was sold for how much: the figures that the digger reads. */
function figureOf({ paper: { kind, fields } }: Issued, { language, say }: Context): string[] {
  if (!SALES.has(kind)) return [];
  return [`${showAmount(fields["carats"] || "0", language)} ${say("unit_ct")}`, `${showAmount(fields["price"] || "0", language)} ${fields["currency"]}`];
}

/** What else is printed, by its label; what is not known is left out, but for the origin (MD-09). */
export function linesOf({ paper, names, answers }: Issued, context: Context): [string, string][] {
  const { language } = context;
  const tell = sayPapers(language);
  const day = (iso: string | null | undefined) => (iso ? showDay(iso, language) : "");
  const { fields } = paper;
  const sold = (seller: [string, string][]): [string, string][] => [
    [tell("paper_sold_on"), day(fields["day"])],
    ...seller,
    [tell("paper_buyer"), fields["buyer"]!],
    [tell("paper_origin"), fields["site"] || tell("paper_no_origin")],
    [tell("paper_slip"), String(answers["slip_number"] ?? "")],
    ...["debt_deducted", "cash_paid", "payment"].map((code) => answered(code, paper.kind, answers, context)),
  ];
  const told: Record<PaperKind, [string, string][]> = {
    card: [],
    licence: [[tell("paper_of_licence"), fields["licence"]!], [tell("paper_from_day"), day(String(answers["starts_on"] ?? ""))]],
    purchase: sold([[tell("paper_seller"), names], [tell("paper_of_licence"), fields["licence"]!]]),
    resale: sold([[tell("paper_seller"), [names, fields["seller"]].filter(Boolean).join(" · ")]]),
  };
  const dates: [string, string][] = [[tell("paper_ends"), day(paper.endsOn)], [tell("paper_issued"), day(paper.issuedOn)]];
  return [...told[paper.kind], ...dates].filter(([, words]) => words);
}

/** An answer of the sale under the words of its question. */
function answered(code: string, kind: string, answers: Answers, context: Context): [string, string] {
  const form = context.posting?.forms.find((one) => one.code === kind);
  const field = form && fieldOf(form, code);
  return [inLanguage(field?.label, context.language), (field && showAnswer(field, answers, context)?.main) ?? ""];
}

function pictured(made: Issued, context: Context, state: Given): Line[] {
  const tell = sayPapers(context.language);
  const { paper } = made;
  return [
    { words: headOf(context, state), small: true },
    { words: tell(`paper_${paper.kind}`) },
    { words: paper.fields["number"]!, large: true },
    ...figureOf(made, context).map((words) => ({ words, large: true })),
    ...(made.names && !SALES.has(paper.kind) ? [{ words: made.names }] : []),
    ...linesOf(made, context).map(([label, words]) => ({ words: `${label}: ${words}`, small: true })),
  ];
}
