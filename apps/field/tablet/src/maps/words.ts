/** The words of the map, in both languages: read from the tablet with the screen that says them. */

import type { Language } from "../shapes";
import { spoken } from "../words";
import type { Words } from "../words/en";

export const en = {
  map_about: "Plan of the sites, north at the top. Arrow keys move it, plus and minus bring it closer and farther. The list below says the same.",
  map_where: "Where am I",
  map_where_stop: "Stop looking",
  map_known: "You are the dot in the ring; your position is known to {n} m.",
  map_seen: "Your position as it was known a short while ago, to {n} m.",
  map_closer: "Closer",
  map_farther: "Farther",
  map_all: "Show all",
  map_near: "Around me",
  map_full: "a licence holds today",
  map_hollow: "none that holds is known here",
  map_today_mark: "measured here today",
  map_none: "No site with a position is on this tablet yet. Take a site’s position, or receive the register of your posting: it will be here.",
  map_without: { one: "{n} site has no position yet, and is not on the map.", other: "{n} sites have no position yet, and are not on the map." },
  map_sites: "Sites",
  map_sites_near: "Sites, the nearest first",
  map_today: "Measured here today",
  map_more: { one: "Show {n} more", other: "Show {n} more" },
  map_not_saved: "not saved yet",
  map_go_on: "Go on with it",
  map_no_place: "This site has no position yet.",
  map_from_you: "{far} {way} of you",
  map_there: "You are there",
  map_inside: "You are inside its area, {far} from the edge.",
  map_outside: "You are outside its area, {far} from the edge.",
  map_at_edge: "You are at the edge of its area, as nearly as your position is known ({n} m).",
  map_open_area: "Its corners do not enclose an area yet.",
  map_no_area: "Nobody has measured its area.",
  map_no_licence: "No licence for it is known on this tablet.",
  map_licences: "Licences for it",
  metres: "{n} m",
  kilometres: "{n} km",
  way_0: "north",
  way_1: "north-east",
  way_2: "east",
  way_3: "south-east",
  way_4: "south",
  way_5: "south-west",
  way_6: "west",
  way_7: "north-west",
} satisfies Record<string, Words>;

export type MapKey = keyof typeof en;

export const fr: Record<MapKey, Words> = {
  map_about: "Plan des sites, le nord en haut. Les flèches le déplacent, plus et moins l’approchent et l’éloignent. La liste en dessous dit la même chose.",
  map_where: "Où suis-je",
  map_where_stop: "Ne plus chercher",
  map_known: "Vous êtes le point dans l’anneau ; votre position est connue à {n} m.",
  map_seen: "Votre position telle qu’elle était connue il y a peu, à {n} m.",
  map_closer: "Plus près",
  map_farther: "Plus loin",
  map_all: "Tout voir",
  map_near: "Autour de moi",
  map_full: "une autorisation est valable aujourd’hui",
  map_hollow: "aucune de valable n’est connue ici",
  map_today_mark: "mesuré ici aujourd’hui",
  map_none: "Aucun site avec une position n’est encore sur cette tablette. Prenez la position d’un site, ou recevez le registre de votre affectation : il sera ici.",
  map_without: { one: "{n} site n’a pas encore de position et n’est pas sur la carte.", other: "{n} sites n’ont pas encore de position et ne sont pas sur la carte." },
  map_sites: "Sites",
  map_sites_near: "Sites, le plus proche d’abord",
  map_today: "Mesuré ici aujourd’hui",
  map_more: { one: "Montrer {n} de plus", other: "Montrer {n} de plus" },
  map_not_saved: "pas encore enregistré",
  map_go_on: "Continuer",
  map_no_place: "Ce site n’a pas encore de position.",
  map_from_you: "À {far} de vous, {way}",
  map_there: "Vous y êtes",
  map_inside: "Vous êtes dans son terrain, à {far} du bord.",
  map_outside: "Vous êtes hors de son terrain, à {far} du bord.",
  map_at_edge: "Vous êtes au bord de son terrain, autant que votre position est connue ({n} m).",
  map_open_area: "Ses coins n’entourent pas encore de terrain.",
  map_no_area: "Personne n’a mesuré son terrain.",
  map_no_licence: "Aucune autorisation pour lui n’est connue sur cette tablette.",
  map_licences: "Autorisations pour lui",
  metres: "{n} m",
  kilometres: "{n} km",
  way_0: "au nord",
  way_1: "au nord-est",
  way_2: "à l’est",
  way_3: "au sud-est",
  way_4: "au sud",
  way_5: "au sud-ouest",
  way_6: "à l’ouest",
  way_7: "au nord-ouest",
};

const ALL: Record<Language, Record<MapKey, Words>> = { en, fr };

export const sayMap = (language: Language) => (key: MapKey, values: Record<string, string | number> = {}) =>
  spoken(ALL[language][key], language, values);
export type Tell = ReturnType<typeof sayMap>;
