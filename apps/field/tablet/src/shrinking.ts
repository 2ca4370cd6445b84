/** Make a picture small enough to send: points only, so that place and time of the camera stay behind. */

/** Draw at this size and write as JPEG at this quality. */
export type Draw = (width: number, height: number, quality: number) => Promise<ArrayBuffer>;

/** What shows a slip's figures, then less and less; the quality goes first, since a smaller picture loses letters. */
const SIDES = [1600, 1280, 1024, 800, 640, 480];
const QUALITIES = [0.8, 0.65, 0.5];

/** The best picture of at most so many bytes; the smallest there is where none fits. */
export async function shrink(width: number, height: number, most: number, draw: Draw): Promise<ArrayBuffer> {
  let best: ArrayBuffer | undefined;
  for (const side of SIDES) {
    const [wide, high] = fit(width, height, side);
    for (const quality of QUALITIES) {
      best = await draw(wide, high, quality);
      if (best.byteLength <= most) return best;
    }
  }
  return best!;
}

/** The same shape with its longer side at most so long; a small picture stays as it is. */
export function fit(width: number, height: number, longest: number): [number, number] {
  const scale = Math.min(1, longest / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}
