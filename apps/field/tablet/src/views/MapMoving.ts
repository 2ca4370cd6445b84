/** Move the map with one finger, bring it closer with two, with a wheel, or with the keyboard. */

import { useRef } from "preact/hooks";
import { moved, zoomed, type Size, type Spot, type View } from "../maps/projecting";

const STEP = 80;
export const CLOSER = 1.6;
/** A finger that moved less than so many pixels has touched a place. */
const STILL = 8;

type Show = (view: View) => void;

const KEYS: Record<string, (view: View, size: Size) => View> = {
  ArrowLeft: (view) => moved(view, STEP, 0),
  ArrowRight: (view) => moved(view, -STEP, 0),
  ArrowUp: (view) => moved(view, 0, STEP),
  ArrowDown: (view) => moved(view, 0, -STEP),
  "+": (view, size) => zoomed(view, CLOSER, size),
  "=": (view, size) => zoomed(view, CLOSER, size),
  "-": (view, size) => zoomed(view, 1 / CLOSER, size),
};

const between = ([x1, y1]: Spot, [x2, y2]: Spot) => Math.hypot(x2 - x1, y2 - y1);
const middle = (spots: readonly Spot[]): Spot => [spots.reduce((sum, [x]) => sum + x, 0) / spots.length, spots.reduce((sum, [, y]) => sum + y, 0) / spots.length];

/** What an element needs so that its map can be moved; `touched` where a finger was put down and lifted again. */
export function useMoving(view: View | null, size: Size, show: Show, touched: (spot: Spot) => void) {
  const fingers = useRef(new Map<number, Spot>());
  const began = useRef<Spot | null>(null);
  const now = useRef(view);
  now.current = view;
  const spotOf = (event: MouseEvent): Spot => {
    const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const put = (next: View) => {
    now.current = next;
    show(next);
  };
  const onPointerDown = (event: PointerEvent) => {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    fingers.current.set(event.pointerId, spotOf(event));
    began.current = fingers.current.size === 1 ? spotOf(event) : null;
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!fingers.current.has(event.pointerId) || !now.current) return;
    const before = [...fingers.current.values()];
    fingers.current.set(event.pointerId, spotOf(event));
    const after = [...fingers.current.values()];
    const [from, to] = [middle(before), middle(after)];
    const shifted = moved(now.current, to[0] - from[0], to[1] - from[1]);
    const [one, other] = before;
    const times = one && other ? between(after[0]!, after[1]!) / Math.max(1, between(one, other)) : 1;
    if (began.current && between(began.current, to) > STILL) began.current = null;
    if (!began.current) put(times === 1 ? shifted : zoomed(shifted, times, size, to));
  };
  const onPointerUp = (event: PointerEvent) => {
    fingers.current.delete(event.pointerId);
    if (began.current) touched(began.current);
    began.current = null;
  };
  const onPointerCancel = (event: PointerEvent) => {
    fingers.current.delete(event.pointerId);
    began.current = null;
  };
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    if (now.current) put(zoomed(now.current, event.deltaY < 0 ? CLOSER : 1 / CLOSER, size, spotOf(event)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = KEYS[event.key];
    if (!move || !now.current || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    put(move(now.current, size));
  };
  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onWheel, onKeyDown };
}
