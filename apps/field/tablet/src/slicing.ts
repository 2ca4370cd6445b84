/** Long work in slices, between which the screen has its turn. */

import type { Doors } from "./state";

/** Milliseconds that nobody feels, where nobody says how long the screen is still. */
const SLICE = 8;
/** A step may take so long. */
const STEP = 3;

/** Do the steps of this work as long as somebody wants it; `done` is called at its end. */
export function inSlices(work: Iterator<void>, { clock, later }: Pick<Doors, "clock" | "later">, isWanted: () => boolean, done = () => {}): void {
  const slice = (left = () => 0) => {
    if (!isWanted()) return;
    const until = clock.now() + SLICE;
    do if (work.next().done) return done();
    while (clock.now() < until || left() > STEP);
    later(slice);
  };
  later(slice);
}
