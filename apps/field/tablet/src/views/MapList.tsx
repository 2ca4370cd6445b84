/** What stands on the map as a list, for whoever cannot see it or point at it: the nearest first. */

import { useState } from "preact/hooks";
import type { Mark } from "../maps/marks";
import { showWay } from "../maps/saying";
import { wayTo } from "../maps/ways";
import { sayMap } from "../maps/words";
import type { Corner } from "../shapes";
import { useWords } from "./context";
import { Whole } from "./frame";
import { titleOf } from "./MapChosen";

const AT_FIRST = 12;

interface ListProps { marks: readonly Mark[]; here: Corner | null; chosen: Mark | null; choose(mark: Mark): void }

export function MapList({ marks, ...rest }: ListProps) {
  const tell = sayMap(useWords().language);
  const fresh = marks.filter((mark) => mark.today);
  const others = marks.filter((mark) => !mark.today);
  return (
    <>
      {fresh.length > 0 && <Part title={tell("map_today")} marks={fresh} name="today" {...rest} />}
      {others.length > 0 && <Part title={tell(rest.here ? "map_sites_near" : "map_sites")} marks={others} name="sites" {...rest} />}
    </>
  );
}

function Part({ title, marks, name, here, chosen, choose }: ListProps & { title: string; name: string }) {
  const context = useWords();
  const [most, show] = useState(AT_FIRST);
  const left = marks.length - most;
  return (
    <section>
      <h2>{title}</h2>
      <ul class="card map-list" data-list={name}>
        {marks.slice(0, most).map((mark) => {
          const { title: words, detail } = titleOf(mark, context);
          return (
            <li key={mark.id}>
              <button type="button" data-pick={mark.id} aria-pressed={mark.id === chosen?.id} onClick={() => choose(mark)}>
                <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8" class={mark.licensed ? "map-dot" : "map-dot hollow"} /></svg>
                <span class="entry">
                  <b><Whole text={words} /></b>
                  {detail && <span><Whole text={detail} /></span>}
                  {here && <span>{showWay(wayTo(here, mark.at), here.accuracy_m ?? 0, context.language)}</span>}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {left > 0 && <button type="button" class="secondary" onClick={() => show(most + 4 * AT_FIRST)}>{sayMap(context.language)("map_more", { n: Math.min(left, 4 * AT_FIRST) })}</button>}
    </section>
  );
}

/** The nearest first where the tablet is known; else by their names. */
export function inOrder(marks: readonly Mark[], here: Corner | null, nameOf: (mark: Mark) => string, language: string): Mark[] {
  const far = new Map(marks.map((mark) => [mark, here ? wayTo(here, mark.at).metres : 0]));
  const names = new Intl.Collator(language, { numeric: true });
  return [...marks].sort((a, b) => far.get(a)! - far.get(b)! || names.compare(nameOf(a), nameOf(b)));
}
