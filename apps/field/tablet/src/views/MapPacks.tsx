/** The maps of the ground that this tablet has, and how to get one: from the server, or from a file. */

import { useEffect, useState } from "preact/hooks";
import { begun, bring, bringFile, offers, type Kept, type Offer, type Outcome } from "../maps/bringing";
import { shelf } from "../maps/shelf";
import { sayMap } from "../maps/words";
import { showBytes } from "../showing";
import { useApp, useWords } from "./context";
import { Notice } from "./frame";

interface Offered extends Offer { begun: number }
type Told = { outcome: Outcome } | { offer: Offer; bytes: number } | null;

export function MapPacks({ packs, renewed }: { packs: readonly Kept[]; renewed(): void }) {
  const { state, doors } = useApp();
  const { language } = useWords();
  const tell = sayMap(language);
  const [offered, offer] = useState<readonly Offered[]>([]);
  const [told, say] = useState<Told>(null);
  const online = state.online.value;
  const line = { network: doors.network, token: state.meta.value.token, language };
  const here = new Set(packs.map(({ digest }) => digest));
  useEffect(() => {
    let gone = false;
    const look = async () => {
      const all = online ? await offers(line) : null;
      const each = await Promise.all((all ?? []).map(async (one) => ({ ...one, begun: await begun(shelf, one) })));
      if (!gone) offer(each);
    };
    void look();
    return () => void (gone = true);
  }, [online, packs]);
  const busy = told !== null && "offer" in told;
  const done = (outcome: Outcome) => {
    say({ outcome });
    renewed();
  };
  const receive = async (one: Offered) => {
    say({ offer: one, bytes: one.begun });
    // Another tab may be at it.
    done((await doors.locks.alone("map", () => bring(one, line, shelf, (bytes) => {
      doors.stir?.();
      say({ offer: one, bytes });
    }))) ?? "broken_off");
  };
  const read = async (file: File | undefined) => {
    if (file) done(await bringFile(file, shelf));
  };
  return (
    <section class="card padded" data-packs={packs.length}>
      <h2>{tell("pack_title")}</h2>
      <p class="hint">{tell("pack_lead")}</p>
      {packs.map(({ digest, size, archive }) => <p key={digest} data-pack={digest}>{tell("pack_here", { name: archive.name, size: showBytes(size, language) })}</p>)}
      {told && "outcome" in told && told.outcome !== "done" && <Notice tone="ochre"><p data-outcome={told.outcome}>{tell(`pack_${told.outcome}`)}</p></Notice>}
      <p role="status">{busy ? tell("pack_coming", { n: percent(told.bytes, told.offer) }) : told && told.outcome === "done" ? tell("pack_done") : ""}</p>
      <div class="row-actions">
        {offered.filter(({ sha256 }) => !here.has(sha256)).map((one) => (
          <button type="button" class="secondary" data-fetch={one.sha256} key={one.sha256} disabled={busy} onClick={() => void receive(one)}>
            {one.begun > 0 ? tell("pack_go_on", { name: one.name, n: percent(one.begun, one) }) : tell("pack_fetch", { name: one.name, size: showBytes(one.size, language) })}
          </button>
        ))}
        <label class="button secondary photo-take">
          <span>{tell("pack_file")}</span>
          <input type="file" accept=".pmtiles" disabled={busy} aria-label={tell("pack_file")} onChange={(event) => void read(event.currentTarget.files?.[0])} />
        </label>
      </div>
    </section>
  );
}

const percent = (bytes: number, { size }: Offer) => Math.floor((100 * bytes) / size);
