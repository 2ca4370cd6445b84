/** All lines of the page with what is said against each, the totals large, and one button that saves them together. */

import { useState } from "preact/hooks";
import { showAmount } from "../amounts";
import { today } from "../drafts";
import * as month from "../month";
import { savePage } from "../paging";
import type { Field } from "../shapes";
import { currencyFor } from "../showing";
import { changeDraft } from "../work";
import { useApp, useWords } from "./context";
import { Frame, LinkTo, Notice, Quiet } from "./frame";
import { Icon } from "./icons";
import { Against, faultsOf, LineWords, showMonth, useTell, type StepProps } from "./MonthParts";

export function Check({ draft, form, saved }: StepProps) {
  const { state, doors } = useApp();
  const context = useWords();
  const { say, language } = context;
  const tell = useTell();
  const narrow = state.narrow.value;
  const [saving, setSaving] = useState(false);
  const day = today(doors.clock);
  const lines = month.written(draft.page!);
  const judged = lines.map((line) => faultsOf(line, draft, form, context, day));
  const stopped = judged.filter(({ stops }) => stops.length).length;
  const { carats, price } = month.totals(draft.page!);
  const back = () => changeDraft(draft, (now) => month.openLines(now, doors.clock, doors.chance), state);
  const save = async () => {
    if (saving) return;
    setSaving(true);
    const records = await savePage(draft, form, state, doors).finally(() => setSaving(false));
    if (records) saved(records);
  };
  const currency = currencyFor({ code: "price" } as Field, draft.answers);
  return (
    <Frame
      plain title={say("tile_month")} under={showMonth(draft.page!.month, context)} step="check"
      left={narrow ? undefined : <Quiet icon="back" onClick={back}>{say("back")}</Quiet>} right={<LinkTo to={{ page: "home" }}>{say("save_and_leave")}</LinkTo>}
      foot={(
        <div class="foot-buttons">
          {narrow && <button type="button" class="secondary" onClick={back}>{say("back")}</button>}
          <button type="button" class="primary" disabled={stopped > 0 || lines.length === 0} onClick={() => void save()}>
            {saving ? say("saving") : tell("month_save", { n: lines.length })}
          </button>
        </div>
      )}
    >
      <h2 class="check-title" data-start tabIndex={-1}>{say("check_title")}</h2>
      {stopped > 0 && <Notice tone="ochre"><p>{tell("month_stopped", { n: stopped })}</p></Notice>}
      {state.full.value && <Notice tone="clay"><p>{say("full")}</p></Notice>}
      <ol class="month-check">
        {lines.map((line, at) => (
          <li key={line.record} class={judged[at]!.stops.length ? "open" : ""}>
            <button type="button" onClick={() => changeDraft(draft, (now) => month.goTo(now, draft.page!.lines.indexOf(line), "carats"), state)}>
              <LineWords line={line} draft={draft} context={context} />
            </button>
            {judged[at]!.stops.map((words) => <p class="fault" key={words}>{words}</p>)}
            {judged[at]!.odd.map((words) => <p class="standing" key={words}><Icon name="flag" tone="ochre" size={20} /> {words}</p>)}
          </li>
        ))}
      </ol>
      <section class="read-back" aria-label={tell("month_total")}>
        <div class="read-head"><h2>{say("month_lines", { n: lines.length })}</h2></div>
        <p class="figure words"><b>{showAmount(carats, language)} {say("unit_ct")}</b></p>
        <p class="figure words"><b>{showAmount(price, language)} {currency}</b></p>
        <Against draft={draft} />
      </section>
    </Frame>
  );
}
