/** One set of icons, drawn with a 2 px stroke; never without a word beside them. */

import type { State } from "../shapes";
import type { Work } from "../showing";

const LINES = {
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  find: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M5 19l1.4-1.4M17.6 6.4L19 5",
  lock: "M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3",
  home: "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
  up: "M12 20V5M6 11l6-6 6 6",
  tick: "M4 13l5 5L20 6",
  returned: "M8 4L3 9l5 5M3 9h11a5 5 0 0 1 0 11h-4",
  held: "M8 5v14M16 5v14",
  stop: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.8 5.8l12.4 12.4",
  apart: "M4 4h16v16H4zM8 12h8",
  conflict: "M3 9h14M13 5l4 4-4 4M21 16H7M11 12l-4 4 4 4",
  replaced: "M4 12h15M13 6l6 6-6 6",
  flag: "M12 4L2.5 20h19zM12 10v5M12 17.2v.6",
  voice: "M4 9v6h4l5 4V5L8 9zM17 8a6 6 0 0 1 0 8M19.5 5.5a10 10 0 0 1 0 13",
  stone: "M7 4h10l4 6-9 11L3 10zM3 10h18M9 10l3 11 3-11M9 10l3-6 3 6",
  note: "M2 6h20v12H2zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM5.5 9v.2M18.5 14.8v.2",
  language: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18",
  place: "M12 21c4-5 6-8 6-11a6 6 0 0 0-12 0c0 3 2 6 6 11zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  camera: "M3 7h4l2-3h6l2 3h4v13H3zM12 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8z",
  give: "M13 4h7v16h-7M3 12h12M11 8l4 4-4 4",
  card: "M3 5h18v14H3zM3 10h18M7 15h4",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l4 2",
  heap: "M2 20h20L15 8l-3 4-2-3zM9 20l3-4 3 4",
  list: "M9 6h11M9 12h11M9 18h11M4 6v.2M4 12v.2M4 18v.2",
};
export type IconName = keyof typeof LINES | "here" | "received";

export function Icon({ name, size = 24, tone }: { name: IconName; size?: number; tone?: string }) {
  const box = { width: size, height: size, viewBox: "0 0 24 24", "aria-hidden": true, class: `icon ${tone ?? ""}` } as const;
  if (name === "here") return <svg {...box}><circle cx="12" cy="12" r="8" fill="currentColor" /></svg>;
  if (name === "received") return <svg {...box}><path d="M12 2.5l9.5 9.5-9.5 9.5L2.5 12z" fill="currentColor" /></svg>;
  return <svg {...box}><path d={LINES[name]} class="drawn" /></svg>;
}

const SHAPES: Record<State, [IconName, string]> = {
  here: ["here", "ochre"], received: ["received", "sky"], held: ["held", "sky"], conflict: ["conflict", "sky"],
  quarantined: ["apart", "sky"], accepted: ["tick", "leaf"], returned: ["returned", "clay"], rejected: ["stop", "clay"],
  replaced: ["replaced", "muted"],
};

export const StateIcon = ({ state, size }: { state: State; size?: number }) => (
  <Icon name={SHAPES[state][0]} tone={SHAPES[state][1]} size={size} />
);
export const toneOf = (state: State) => SHAPES[state][1];

/** The tiles' pictures, for those who do not read. */
const PICTURES: Record<Work, string> = {
  digger: "M14 24a16 16 0 0 1 32 0M8 24h46M17 24v5a13 13 0 0 0 26 0v-5M8 66c0-14 9-22 22-22s22 8 22 22M64 28v18M55 37h18",
  site: "M40 6a13 13 0 0 1 13 13c0 8-6 14-13 23-7-9-13-15-13-23A13 13 0 0 1 40 6zM40 24a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM4 50h16l6 8h6l4 8h8l4-8h6l6-8h16",
  licence: "M44 10H14v56h24M44 10l14 14v12M44 10v14h14M22 30h14M22 39h14M22 48h10M54 68a14 14 0 1 0 0-28 14 14 0 0 0 0 28zM47 54l5 5 9-10",
  buyer: "M26 32a11 11 0 1 0 0-22 11 11 0 0 0 0 22zM6 66c0-14 8-23 20-23 7 0 12 3 15 7M44 54h30v18H44zM59 67a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM58 12l10 10-10 14-10-14zM48 22h20",
  production: "M40 4l12 12-12 16-12-16zM28 16h24M18 26l5 6-5 6-5-6zM62 26l5 6-5 6-5-6zM4 38c2 20 16 30 36 30s34-10 36-30M4 38c0 5 16 9 36 9s36-4 36-9",
  nil: "M4 38c2 20 16 30 36 30s34-10 36-30M4 38c0 5 16 9 36 9s36-4 36-9M30 8l20 20M50 8L30 28",
  stock_count: "M10 26h60v42H10zM10 26l8-14h44l8 14M40 44a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM40 44v10M24 12v14M56 12v14",
  month: "M14 8h52v60H14zM14 24h52M24 4v10M56 4v10M24 36h12M24 46h12M24 56h12M46 36h10M46 46h10M46 56h10",
  booklet: "M10 14h22c5 0 8 3 8 7 0-4 3-7 8-7h22v46H48c-5 0-8 3-8 7 0-4-3-7-8-7H10zM40 21v46M18 26h12M18 36h12M18 46h12M50 26h12M50 36h12M50 46h12",
  inspection: "M32 54a24 24 0 1 0 0-48 24 24 0 0 0 0 48zM50 47l22 23M14 26h8l4 8h4l3 8h4l3-8h4l4-8h5",
  infraction: "M27 6h26l21 21v24L53 72H27L6 51V27zM31 28h18l7 8-16 19-16-19zM24 36h32",
  resale: "M22 6l14 14-14 16L8 20zM8 20h28M48 18a9 9 0 1 0 0-.1M36 46c2-9 7-13 12-13s10 4 12 13M66 52h8v16H28V52h8M44 64a5 5 0 1 0 0-10 5 5 0 0 0 0 10z",
  transfer: "M16 30a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM64 30a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM2 62c0-12 5-20 14-20s14 8 14 20M50 62c0-12 5-20 14-20s14 8 14 20M32 24h14M41 18l6 6-6 6",
  purchase: "M24 6l16 16-16 18L8 22zM8 22h32M48 10h10a8 8 0 0 1 8 8v12M60 24l6 7 6-7M34 46h40v24H34zM54 64a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM10 66V54M4 60l6-7 6 7",
};
export const Picture = ({ name }: { name: Work }) => (
  <svg width="80" height="80" viewBox="0 0 80 76" aria-hidden="true" class="picture"><path d={PICTURES[name]} /></svg>
);
