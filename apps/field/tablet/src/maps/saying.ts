/** A distance and a direction in words, as exact as somebody on foot needs them. */

import { numbersIn } from "../formats";
import type { Language } from "../shapes";
import { eighth, type Way } from "./ways";
import { sayMap, type MapKey } from "./words";

/** `34 m`, `340 m`, `1.2 km`, `12 km` */
export function showFar(metres: number, language: Language): string {
  const [tell, numbers] = [sayMap(language), numbersIn(language)];
  if (metres < 99.5) return tell("metres", { n: Math.round(metres) });
  if (metres < 995) return tell("metres", { n: 10 * Math.round(metres / 10) });
  const rounded = metres < 9_950 ? Math.round(metres / 100) / 10 : Math.round(metres / 1_000);
  return tell("kilometres", { n: numbers.format(rounded) });
}

export const showDirection = ({ degrees }: Way, language: Language) => sayMap(language)(`way_${eighth(degrees)}` as MapKey);

/** `known`: the metres to which the tablet is known; within them there is no direction. */
export const showWay = (way: Way, known: number, language: Language) =>
  way.metres <= known ? sayMap(language)("map_there") : sayMap(language)("map_from_you", { far: showFar(way.metres, language), way: showDirection(way, language) });
