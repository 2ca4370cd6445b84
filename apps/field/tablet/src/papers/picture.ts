/** A paper as squares of a code and as a picture, and the ways on which it leaves the tablet. */

import { correction, generate } from "lean-qr";
import { saveFile } from "../device";

export interface Squares { size: number; path: string }

/** A quarter of it may be dirty or torn. */
export function squaresOf(code: string): Squares {
  const squares = generate(code, { minCorrectionLevel: correction.M });
  const rows: string[] = [];
  for (let y = 0; y < squares.size; y += 1) {
    for (let x = 0; x < squares.size; x += 1) {
      const from = x;
      while (squares.get(x, y)) x += 1;
      if (x > from) rows.push(`M${from} ${y}h${x - from}v1h-${x - from}z`);
    }
  }
  return { size: squares.size, path: rows.join("") };
}

/** What stands on it, from above; `large` is read from afar. */
export interface Line { words: string; large?: boolean; small?: boolean }

/** A6 at 200 points an inch. */
const [WIDTH, HEIGHT, EDGE] = [827, 1165, 48];
const QUIET = 4;

export async function draw(lines: readonly Line[], { size, path }: Squares): Promise<Blob> {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const paper = canvas.getContext("2d")!;
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, WIDTH, HEIGHT);
  paper.fillStyle = "#000";
  let y = EDGE;
  for (const { words, large, small } of lines) {
    const height = large ? 48 : small ? 25 : 32;
    paper.font = `${large ? 700 : 400} ${height}px system-ui, sans-serif`;
    for (const line of broken(words, (part) => paper.measureText(part).width <= WIDTH - 2 * EDGE)) {
      y += height * 1.2;
      paper.fillText(line, EDGE, y);
    }
    y += small ? 1 : 6;
  }
  const room = Math.min(WIDTH - 2 * EDGE, HEIGHT - y - EDGE);
  const square = Math.max(1, Math.floor(room / (size + 2 * QUIET)));
  paper.translate(Math.round((WIDTH - square * size) / 2), Math.round(y + (room - square * size) / 2 + EDGE / 2));
  paper.scale(square, square);
  paper.fill(new Path2D(path));
  return canvas.convertToBlob({ type: "image/png" });
}

/** In lines that fit, between words. */
function broken(words: string, fits: (line: string) => boolean): string[] {
  const lines = [""];
  for (const word of words.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (fits(longer) || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Hand the picture to another app where the tablet can, else put it among the downloads. */
export async function give(name: string, picture: Blob): Promise<void> {
  const files = [new File([picture], name, { type: picture.type })];
  if (!navigator.canShare?.({ files })) return saveFile(name, picture);
  // Whoever changes his mind has shared nothing, and that is no fault.
  return navigator.share({ files }).catch(() => undefined);
}

export const print = () => window.print();
