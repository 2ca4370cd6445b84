/** A finger that touches the answer of a view's only question is led on; a key, a reader or a mouse never is. */

import { useEffect, useRef } from "preact/hooks";

/** In ms. As long as what was chosen is seen before the next question comes. */
const SEEN = 150;
/** As long after a touch as a wet finger may touch twice without meaning to. */
const TWICE = 400;

/** Whoever hears the screen presses by other means, which say that they are no pointer. */
export const byFinger = (event: Event) => event instanceof PointerEvent && ["touch", "pen"].includes(event.pointerType);

/** A button that goes with the answer it removes leaves whoever came by keys at the question. */
export const stay = ({ currentTarget }: Event) =>
  (currentTarget as HTMLElement).closest("fieldset")?.querySelector<HTMLElement>("input, button")?.focus();

/** `goOn` leads on after a touch; `guard` keeps its second half from answering a question that nobody has read. */
export function useFinger(next: () => void, view: string) {
  const latest = useRef(next);
  const touchedAt = useRef(-TWICE);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  latest.current = next;
  useEffect(() => () => clearTimeout(waiting.current), [view]);
  return {
    goOn(touch: Event) {
      if (!byFinger(touch)) return;
      touchedAt.current = touch.timeStamp;
      waiting.current = setTimeout(() => latest.current(), SEEN);
    },
    guard(event: Event) {
      if (!byFinger(event) || event.timeStamp - touchedAt.current > TWICE) return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
