/** The positions that come while a question is open; none are asked for any more when it is left. */

import { useEffect, useRef, useState } from "preact/hooks";
import { isEnough, type Fix } from "../measuring";
import { useApp } from "./context";

/** So long nothing comes under a roof; the tablet goes on looking only when it is asked again. */
const NOTHING_AFTER = 30_000;
const EVERY = 1_000;

export interface Fixes {
  /** What came since it was begun; null while nobody looks. */
  fixes: readonly Fix[] | null;
  /** Whether the tablet gave none. */
  none: boolean;
  look(): void;
  stop(): void;
}

/** `enough` is called once, when the place is known to `limit` metres and has been for a while. */
export function useFixes(limit: number, enough?: (fixes: readonly Fix[]) => void, each?: (fix: Fix) => void): Fixes {
  const { doors } = useApp();
  const [fixes, show] = useState<readonly Fix[] | null>(null);
  const [none, setNone] = useState(false);
  const all = useRef<Fix[]>([]);
  const ending = useRef(() => {});
  // What is called is what the question says now, and not what it said when the looking began.
  const told = useRef({ enough, each });
  told.current = { enough, each };
  const stop = () => {
    ending.current();
    ending.current = () => {};
    show(null);
  };
  const look = () => {
    all.current = [];
    setNone(false);
    show([]);
    const began = doors.clock.now();
    const failed = () => {
      stop();
      setNone(true);
    };
    const end = doors.places.watch((position) => {
      const fix = { ...position, at: doors.clock.now() };
      all.current.push(fix);
      show([...all.current]);
      told.current.each?.(fix);
    }, () => all.current.length === 0 && failed());
    const clock = setInterval(() => {
      const now = doors.clock.now();
      if (all.current.length === 0 && now - began > NOTHING_AFTER) failed();
      else if (told.current.enough && isEnough(all.current, limit, now)) told.current.enough(all.current);
    }, EVERY);
    ending.current = () => {
      end();
      clearInterval(clock);
    };
  };
  useEffect(() => () => ending.current(), []);
  return { fixes, none, look, stop };
}
