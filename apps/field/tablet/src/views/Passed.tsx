/** Questions that nobody must answer, by their names: passed by with one touch, or answered one by one. */

import type { Fault } from "../checking";
import type { View } from "../passing";
import { hashOf } from "../routes";
import type { Draft } from "../shapes";
import { inLanguage, showAnswer } from "../showing";
import { useWords } from "./context";
import { Icon } from "./icons";

export function Passed({ view, draft, faultsAt }: { view: View; draft: Draft; faultsAt: (code: string) => Fault[] }) {
  const context = useWords();
  const { say, language } = context;
  return (
    <section class="passed">
      <h2 data-start tabIndex={-1}>{say("more_questions", { n: view.fields.length })}</h2>
      <p class="hint">{say("more_lead")}</p>
      <ul class="results">
        {view.fields.map((field) => {
          const shown = showAnswer(field, draft.answers, context);
          return (
            <li key={field.code}>
              <a data-passed={field.code} href={hashOf({ page: "form", draft: draft.id, at: field.code, then: "more" })}>
                <span class="entry">
                  <b>{inLanguage(field.label, language)}</b>
                  {shown ? <span>{[shown.main, shown.rest].filter(Boolean).join(" · ")}</span> : <span class="hint">{say("not_answered")}</span>}
                  {faultsAt(field.code).map((one) => <span class="fault" key={one.code}>{inLanguage(one.sentence, language)}</span>)}
                </span>
                <Icon name="next" />
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
