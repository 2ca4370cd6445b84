/** The corners as a plain picture, with the tablet in it while somebody walks. */

import { plot } from "../plotting";
import type { Corner } from "../shapes";

const BOX = [336, 210] as const;
/** Below it, so that no corner lies under the bar. */
const BELOW = 30;

export function Outline({ corners, here, label }: { corners: readonly Corner[]; here: Corner | null; label: string }) {
  const drawn = plot(corners, here, BOX);
  if (!drawn) return null;
  const [wide, high] = BOX;
  const { dots, bar } = drawn;
  return (
    <svg class="outline" viewBox={`0 0 ${wide} ${high + BELOW}`} role="img" aria-label={label}>
      {dots.length > 2 && <polygon points={dots.join(" ")} class="ground" />}
      <polyline points={dots.join(" ")} class="way" />
      {dots.map(([x, y], at) => <circle key={at} cx={x} cy={y} r={at === 0 ? 6 : 4} class={at === 0 ? "first" : "dot"} />)}
      {drawn.here && <circle cx={drawn.here[0]} cy={drawn.here[1]} r={Math.max(9, drawn.around)} class="around" />}
      {drawn.here && <circle cx={drawn.here[0]} cy={drawn.here[1]} r="5" class="here" />}
      <path d={`M14 ${high + 12}v6h${bar.width}v-6`} class="bar" />
      <text x={22 + bar.width} y={high + 20}>{bar.metres} m</text>
      <path d={`M${wide - 18} 34V12m-6 8l6-8 6 8`} class="bar" />
      <text x={wide - 18} y="50" text-anchor="middle">N</text>
    </svg>
  );
}
