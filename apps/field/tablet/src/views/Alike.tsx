/** The digger who is being registered beside somebody of the register, who may be the same person. */

import { callAnother, callTheSame } from "../comparing";
import type { Like, Reason } from "../likeness";
import type { Draft, Form } from "../shapes";
import { inLanguage, showTelling, tellingFields } from "../showing";
import { useApp, useWords } from "./context";
import { Frame, LinkTo, Quiet, Whole } from "./frame";
import { MadeHere } from "./reference";

const REASONS: Record<string, Reason> = { names: "names", nickname: "nickname", birth_year: "birth_year", birthplace: "place" };

interface AlikeProps { draft: Draft; form: Form; like: Like; n: number; all: number; back: () => void; next: () => void }

export function Alike({ draft, form, like, n, all, back, next }: AlikeProps) {
  const { state, doors } = useApp();
  const { say, language, registers } = useWords();
  const { own, row } = registers.get("digger")!.get(like.id)!;
  const narrow = state.narrow.value;
  const goBack = <Quiet icon="back" onClick={back}>{say("back")}</Quiet>;
  const another = () => {
    callAnother(draft, like, state);
    next();
  };
  const foot = (
    <div class="foot-buttons equal">
      <button type="button" class="secondary" data-say="same" onClick={() => void callTheSame(draft, like, state, doors)}>{say("same_person")}</button>
      <button type="button" class="secondary" data-say="another" onClick={another}>{say("another_person")}</button>
    </div>
  );
  return (
    <Frame
      plain read title={narrow ? say("tile_digger") : inLanguage(form.title, language)} foot={foot} step={like.id}
      left={narrow ? undefined : goBack} right={<LinkTo to={{ page: "home" }}>{say("save_and_leave")}</LinkTo>}
    >
      <div data-alike={like.id}>
        <h2 class="check-title" data-start tabIndex={-1}>{say("alike_title")}</h2>
        <p class="alike-lead">{say("alike_lead")}{all > 1 && ` ${say("alike_of", { n, all })}`}</p>
        <table class="alike">
          <thead>
            <tr>
              <th scope="col">{say("alike_new")}</th>
              <th scope="col">{say("alike_known")} <span><Whole text={String(row["number"] ?? "")} /></span>{own && <MadeHere />}</th>
            </tr>
          </thead>
          <Rows draft={draft} form={form} row={row} reasons={like.reasons} />
        </table>
        {narrow && goBack}
      </div>
    </Frame>
  );
}

function Rows({ draft, form, row, reasons }: Pick<AlikeProps, "draft" | "form"> & { row: Record<string, unknown>; reasons: Reason[] }) {
  const context = useWords();
  const { say, language } = context;
  const rows = tellingFields(form).map((field) => [field, showTelling(field, draft.answers, context), showTelling(field, row, context)] as const);
  return (
    <>
      {rows.filter(([, here, there]) => here || there).map(([field, ...sides]) => (
        <tbody key={field.code}>
          <tr><th scope="rowgroup" colSpan={2}>{inLanguage(field.label, language)}{reasons.includes(REASONS[field.code]!) && ` · ${say("alike")}`}</th></tr>
          <tr>{sides.map((words, side) => <td key={side}>{words || <span class="hint">{say("not_answered")}</span>}</td>)}</tr>
        </tbody>
      ))}
    </>
  );
}
