/** The lines of the page: the one being keyed with its cells and large keys, below it a row for each that is keyed. */

import { useLayoutEffect, useRef } from "preact/hooks";
import { commaOf, showAmount } from "../amounts";
import { fieldOf, today } from "../drafts";
import * as month from "../month";
import type { Cell, Draft, Reference } from "../shapes";
import { describe, inLanguage, noun, type Context } from "../showing";
import { find } from "../searching";
import type { MonthKey } from "../monthwords";
import { changeDraft } from "../work";
import { useApp, useWords } from "./context";
import { Frame, LinkTo, Notice, Quiet } from "./frame";
import { Icon } from "./icons";
import { Against, faultsOf, LineWords, showMonth, useTell, type StepProps } from "./MonthParts";

const MOST_FOUND = 3;
const MOST_KNOWN = 4;
const NUMERIC: Cell[] = ["day", "carats", "price"];
const LABELS: Record<Cell, MonthKey> = { slip: "cell_slip", day: "cell_day", carats: "cell_carats", price: "cell_price", seller: "cell_seller" };

export function Lines({ draft, form }: StepProps) {
  const { state, doors } = useApp();
  const context = useWords();
  const { say, language } = context;
  const tell = useTell();
  const page = draft.page!;
  const keep: Keep = (change) => changeDraft(draft, change, state);
  const { lines, carats, price } = month.totals(page);
  const narrow = state.narrow.value;
  const back = () => keep((now) => month.turnTo(now, "about"));
  const done = () => keep((now) => month.turnTo(now, "check"));
  const others = page.lines.map((line, at) => ({ line, at })).filter(({ line, at }) => at !== page.at && !month.isBlank(line));
  return (
    <Frame
      plain name="month" title={say("tile_month")} under={showMonth(page.month, context)} step="lines"
      left={narrow ? undefined : <Quiet icon="back" onClick={back}>{say("back")}</Quiet>}
      right={<LinkTo to={{ page: "home" }}>{say("save_and_leave")}</LinkTo>}
      foot={(
        <div class="month-foot">
          <p data-totals aria-live="polite">
            <b>{say("month_lines", { n: lines })}</b> · {showAmount(carats, language)} {say("unit_ct")} · {showAmount(price, language)} {String(draft.answers["currency"] ?? "")}
          </p>
          {narrow && <button type="button" class="secondary" onClick={back}>{say("back")}</button>}
          <button type="button" class="secondary" data-do="done" disabled={lines === 0} onClick={done}>{tell("month_done")}</button>
        </div>
      )}
    >
      {state.full.value && <Notice tone="clay"><p>{say("full")}</p></Notice>}
      <section class="month-now" aria-labelledby="line-now">
        <div class="month-head">
          <h2 id="line-now">{tell("month_line", { n: page.at + 1 })}</h2>
          <button type="button" class="quiet" data-do="undo" disabled={page.undo.length === 0} onClick={() => keep(month.undo)}>{say("undo")}</button>
          <button type="button" class="quiet" data-do="remove" onClick={() => keep((now) => month.remove(now, doors.clock, doors.chance))}>{say("remove")}</button>
        </div>
        <Cells draft={draft} keep={keep} label={(cell) => (cell === "seller" ? inLanguage(fieldOf(form, "seller")!.label, language) : tell(LABELS[cell]))} />
        {page.cell === "seller" && <Sellers draft={draft} keep={keep} />}
        <Keys draft={draft} keep={keep} />
      </section>
      <Against draft={draft} />
      {others.length > 0 && (
        <ol class="month-lines" aria-label={tell("month_keyed")}>
          {[...others].reverse().map(({ line, at }) => {
            const { stops, odd } = faultsOf(line, draft, form, context, today(doors.clock));
            return (
              <li key={line.record}>
                <button type="button" data-line={at + 1} onClick={() => keep((now) => month.goTo(now, at, "carats"))}>
                  <LineWords line={line} draft={draft} context={context} />
                  {[...stops, ...odd].length > 0 && <span class="standing"><Icon name="flag" tone="ochre" size={20} /> {[...stops, ...odd][0]}</span>}
                </button>
              </li>
            );
          })}
        </ol>
      )}
    </Frame>
  );
}

/** Each key changes the page as it is by now. */
type Keep = (change: (now: Draft) => Draft) => void;
interface KeyedProps { draft: Draft; keep: Keep }

/** Five inputs in a row; the one being keyed holds the focus, so that fingers, keys and readers meet the same thing. */
function Cells({ draft, keep, label }: KeyedProps & { label: (cell: Cell) => string }) {
  const { doors } = useApp();
  const context = useWords();
  const page = draft.page!;
  const line = page.lines[page.at]!;
  const row = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => row.current?.querySelector<HTMLInputElement>(`#cell-${page.cell}`)?.focus({ preventScroll: true }), [page.cell, page.at]);
  const shown = (cell: Cell) => (cell !== "seller" ? line[cell] : page.cell === "seller" && page.sought ? page.sought : nameOf(line.seller, context));
  const enter = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    keep((now) => month.onward(now, doors.clock, doors.chance));
  };
  return (
    <div class="month-cells" ref={row}>
      {month.CELLS.map((cell) => (
        <div key={cell} class={cell === page.cell ? "month-cell now" : "month-cell"}>
          <label for={`cell-${cell}`}>{label(cell)}</label>
          <input
            id={`cell-${cell}`} class="input" value={shown(cell)} autocomplete="off" spellcheck={false} maxLength={40}
            inputMode={NUMERIC.includes(cell) ? "none" : "text"} autocapitalize={cell === "slip" ? "characters" : "off"}
            onFocus={() => cell !== page.cell && keep((now) => month.goTo(now, page.at, cell))}
            onInput={({ currentTarget: { value } }) => keep((now) => month.write(now, cell, value))} onKeyDown={enter}
          />
        </div>
      ))}
    </div>
  );
}

function nameOf(seller: Reference | undefined, context: Context): string {
  if (!seller) return "";
  if ("number" in seller) return seller.number;
  const entry = context.registers.get("digger")?.get(seller.id);
  return entry ? describe(entry, context).title : noun("digger", context.say);
}

/** Whoever sold on this page before, then whom the register finds, then the number as it is written on the page. */
function Sellers({ draft, keep }: KeyedProps) {
  const { doors } = useApp();
  const context = useWords();
  const { registers } = context;
  const tell = useTell();
  const { sought } = draft.page!;
  // A seller is the last cell: choosing one ends the line.
  const pick = (seller: Reference) => keep((now) => month.onward(month.pick(now, seller), doors.clock, doors.chance));
  const found = sought.trim() ? find(registers, ["digger"], sought, MOST_FOUND).entries : [];
  return (
    <div class="month-sellers" role="group" aria-label={tell("cell_seller")}>
      {!sought && month.sellersOf(draft.page!, MOST_KNOWN).map((seller) => (
        <button type="button" class="secondary" key={JSON.stringify(seller)} onClick={() => pick(seller)}>{nameOf(seller, context)}</button>
      ))}
      {found.map((entry) => {
        const { title, detail } = describe(entry, context);
        return <button type="button" class="secondary" data-seller={entry.id} key={entry.id} onClick={() => pick({ id: entry.id })}><b>{title}</b> {detail}</button>;
      })}
      {sought.trim() && <button type="button" class="secondary" data-seller="paper" onClick={() => pick({ number: sought.trim() })}>{tell("month_as_written", { text: sought.trim() })}</button>}
    </div>
  );
}

/** Keys of our own for what is a figure; words have the tablet's. */
function Keys({ draft, keep }: KeyedProps) {
  const { doors } = useApp();
  const { say, language } = useWords();
  const tell = useTell();
  const cell = draft.page!.cell;
  const extra = cell === "price" ? "000" : cell === "carats" ? commaOf(language) : "";
  const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", extra, "0"];
  return (
    <div class={NUMERIC.includes(cell) ? "month-keys" : ""}>
      {NUMERIC.includes(cell) && (
        <div class="keypad" role="group" aria-label={say("keypad")}>
          {keys.map((key) => (key ? <button type="button" key={key} onClick={() => keep((now) => month.press(now, key))}>{key}</button> : <span key="none" />))}
          <button type="button" class="delete" onClick={() => keep((now) => month.press(now, "delete"))}>{say("clear")}</button>
        </div>
      )}
      <button type="button" class="primary" data-do="next" onClick={() => keep((now) => month.onward(now, doors.clock, doors.chance))}>
        {cell === "seller" ? tell("month_next_line") : say("next")}
      </button>
    </div>
  );
}
