/** The same few questions several times over. Closed until somebody asks for it: most finds have no such rows. */

import { useState } from "preact/hooks";
import { typedAmount, readAmount, showAmount } from "../amounts";
import { partsOf, sumOf, tableOf, withCell } from "../repeating";
import type { Field, Row, Value } from "../shapes";
import { inLanguage, optionsOf } from "../showing";
import { useWords } from "./context";
import { Icon } from "./icons";
import type { InputProps } from "./questions";
import { ReferenceInput } from "./reference";
import "../styles/rows.css";

type Rows = Pick<InputProps, "field" | "draft" | "set" | "about"> & { rows: readonly Row[] };

export default function RowsInput({ field, draft, set, about }: InputProps) {
  const rows = (draft.answers[field.code] ?? []) as Row[];
  const props = { field, draft, set, about, rows };
  return field.parts?.[0]?.choices?.source === "size_classes" ? <Sizes {...props} /> : <Several {...props} />;
}

/** A line for each class of the table; what stays blank is no row. */
function Sizes({ field, draft, rows, set, about }: Rows) {
  const { say, language, posting } = useWords();
  const [opened, open] = useState(rows.length > 0);
  const tables = posting?.choices.class_tables ?? [];
  const [chosen, choose] = useState(rows[0] ? tableOf(String(rows[0]["class"])) : tables[0]?.code ?? "");
  const [first, ...others] = partsOf(field);
  const classes = optionsOf(first!, posting).filter(({ code }) => tableOf(code) === chosen);
  if (!opened) return <button type="button" class="secondary" data-do="open-rows" aria-describedby={about} onClick={() => open(true)}>{say("rows_open")}</button>;
  if (classes.length === 0) return <p class="hint">{say("sizes_no_table")}</p>;
  return (
    <div class="sizes">
      {tables.length > 1 && (
        <div class="choices">
          {tables.map((table) => (
            <label key={table.code} class={table.code === chosen ? "choice chosen" : "choice"}>
              <input type="radio" name={`q-${field.code}-table`} checked={table.code === chosen} onChange={() => (choose(table.code), set(undefined))} />
              <span class="mark" aria-hidden="true" />
              <span>{table[language]}</span>
            </label>
          ))}
        </div>
      )}
      {tables.length === 1 && <p class="hint">{tables[0]![language]}</p>}
      <table>
        <thead><tr><th scope="col">{inLanguage(first!.label, language)}</th>{others.map((part) => <th scope="col" key={part.code}>{inLanguage(part.label, language)}</th>)}</tr></thead>
        <tbody>
          {classes.map(({ code, label }) => {
            const row = rows.find((one) => one["class"] === code);
            return (
              <tr key={code} data-class={code}>
                <th scope="row">{inLanguage(label, language)}</th>
                {others.map((part) => (
                  <td key={part.code}>
                    <Cell
                      id={`q-${field.code}-${code}-${part.code}`} part={part} value={row?.[part.code]} missing={!!row && !!part.required && row[part.code] === undefined}
                      label={`${inLanguage(label, language)}, ${inLanguage(part.label, language)}`}
                      set={(value) => set(withCell(rows, { key: "class", code, order: classes.map((one) => one.code) }, part.code, value))}
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <Sum rows={rows} draft={draft} />
      {rows.length > 0 && <button type="button" class="quiet" onClick={() => (set(undefined), open(false))}>{say("remove")}</button>}
    </div>
  );
}

/** What the rows weigh together, beside all the carats where they are known. */
function Sum({ rows, draft }: Pick<Rows, "rows" | "draft">) {
  const { say, language } = useWords();
  const [sum, all] = [sumOf(rows, "carats"), draft.answers["carats"]];
  const carats = sum && showAmount(sum, language);
  return <p class="rows-sum" role="status" data-sum>{carats && (all ? say("rows_sum_of", { carats, all: showAmount(String(all), language) }) : say("rows_sum", { carats }))}</p>;
}

/** One block a row, with what was taken away at hand for as long as the question is open. */
function Several({ field, draft, rows, set, about }: Rows) {
  const { say } = useWords();
  const [gone, setGone] = useState<{ rows: readonly Row[]; keys: readonly number[] } | null>(null);
  // By which a block stays the same block when one before it is taken away.
  const [keys, setKeys] = useState(() => rows.map((_, n) => n));
  const parts = partsOf(field);
  const change = (at: number, code: string, value: Value | undefined) => {
    setGone(null);
    const row = { ...rows[at] };
    if (value === undefined || value === null) delete row[code];
    else row[code] = value as Row[string];
    set(rows.map((one, n) => (n === at ? row : one)));
  };
  const remove = (at: number) => {
    setGone({ rows, keys });
    setKeys(keys.filter((_, n) => n !== at));
    set(rows.length > 1 ? rows.filter((_, n) => n !== at) : undefined);
  };
  const add = () => {
    setGone(null);
    setKeys([...keys, Math.max(-1, ...keys) + 1]);
    set([...rows, {}]);
  };
  const undo = () => {
    if (!gone) return;
    setKeys([...gone.keys]);
    set([...gone.rows]);
    setGone(null);
  };
  const full = rows.length >= (field.max_length ?? Infinity);
  return (
    <div class="several">
      {rows.map((row, at) => (
        <section class="row" key={keys[at]} data-row={at + 1} aria-label={say("rows_nth", { n: at + 1 })}>
          <div class="row-head">
            <b>{say("rows_nth", { n: at + 1 })}</b>
            <button type="button" class="quiet" data-do="remove-row" aria-label={say("rows_remove", { n: at + 1 })} onClick={() => remove(at)}>{say("remove")}</button>
          </div>
          {parts.map((part) => (
            <Part key={part.code} part={{ ...part, code: `${field.code}-${at}-${part.code}` }} value={row[part.code]} draft={draft} missing={!!part.required && row[part.code] === undefined} set={(value) => change(at, part.code, value)} />
          ))}
        </section>
      ))}
      <Sum rows={rows} draft={draft} />
      <div class="row-actions">
        <button type="button" class="secondary" data-do="add-row" disabled={full} aria-describedby={about} onClick={add}>{say(rows.length ? "rows_more" : "rows_open")}</button>
        {gone && <button type="button" class="quiet" data-do="undo-row" onClick={undo}><Icon name="returned" /> <span>{say("undo")}</span></button>}
      </div>
    </div>
  );
}

interface PartProps { part: Field; value: Row[string] | undefined; missing: boolean; set: (value: Value | undefined) => void }

function Part({ part, value, missing, draft, set }: PartProps & Pick<InputProps, "draft">) {
  const { language, say } = useWords();
  const label = inLanguage(part.label, language);
  if (part.kind === "reference") {
    const answers = value === undefined ? {} : { [part.code]: value };
    return (
      <fieldset class="row-part">
        <legend>{label}</legend>
        <ReferenceInput field={part} draft={{ ...draft, answers, typed: {} }} label={label} about={undefined} faulty={missing} alone={false} set={set} />
      </fieldset>
    );
  }
  return (
    <div class="row-part">
      <label for={`q-${part.code}`}>{label}{!part.required && <span class="optional"> ({say("optional")})</span>}</label>
      {part.hint && <p class="hint" id={`q-${part.code}-hint`}>{inLanguage(part.hint, language)}</p>}
      <Cell id={`q-${part.code}`} part={part} value={value} missing={missing} set={set} about={part.hint && `q-${part.code}-hint`} />
    </div>
  );
}

/**
 * A figure of a row. What was typed stands as it was typed until the field is left; what cannot be read is kept as well,
 * so that the form says so.
 */
function Cell({ id, part, value, missing, label, about, set }: PartProps & { id: string; label?: string; about?: string }) {
  const { language } = useWords();
  const [typed, setTyped] = useState<string | null>(null);
  const whole = part.kind === "integer";
  const stored = value === undefined ? "" : whole ? String(value) : typedAmount(String(value), language);
  const read = (text: string): Value | undefined => (text === "" ? undefined : whole ? (/^\d{1,9}$/.test(text) ? Number(text) : text) : (readAmount(text) ?? text));
  const wrong = missing || (value !== undefined && (whole ? typeof value !== "number" : readAmount(String(value)) === null));
  return (
    <input
      id={id} class="input number" value={typed ?? stored} inputMode={whole ? "numeric" : "decimal"} autocomplete="off" maxLength={12} size={1}
      aria-label={label} aria-describedby={about} aria-invalid={wrong || undefined}
      onInput={(event) => {
        const text = event.currentTarget.value.trim();
        setTyped(text);
        set(read(text));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
