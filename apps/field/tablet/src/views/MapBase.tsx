/** The ground under the sites: rivers, roads, zones and villages of the maps that are on the tablet. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { Named } from "../maps/labels";
import type { Kept } from "../maps/bringing";
import { onScreen, type Size, type View } from "../maps/projecting";
import type { Tile } from "../maps/tile";

/** A square is drawn from so many pixels on. */
const NARROWEST = 512;
/** More squares than a screen shows are of a view that makes no sense. */
const MOST = 40;
/** Squares that stay read. */
const KNOWN = 200;

export interface Square { z: number; x: number; y: number; tile: Tile }

/** The squares under the screen. Those of before stay until all of the new ones are read. */
export function useGround(packs: readonly Kept[], view: View | null, size: Size): readonly Square[] {
  const [squares, show] = useState<readonly Square[]>([]);
  const known = useRef(new Map<string, Promise<Tile | null>>());
  const wanted = view ? packs.flatMap((pack) => under(view, size, pack.archive.zooms).map((place) => ({ pack, place }))) : [];
  const about = wanted.map(({ pack, place }) => [pack.digest, ...place].join("/")).join(" ");
  useEffect(() => {
    let gone = false;
    const read = ({ pack, place: [z, x, y] }: (typeof wanted)[number]) => {
      const key = [pack.digest, z, x, y].join("/");
      if (known.current.size > KNOWN) known.current.clear();
      const tile = known.current.get(key) ?? pack.archive.tile(z, x, y);
      known.current.set(key, tile);
      return tile.then((found) => (found ? [{ z, x, y, tile: found }] : []));
    };
    void Promise.all(wanted.map(read)).then((found) => !gone && show(found.flat()));
    return () => void (gone = true);
  }, [about]);
  return squares;
}

type Place = readonly [z: number, x: number, y: number];

export function under({ x, y, scale }: View, [wide, high]: Size, [least, most]: readonly [number, number]): Place[] {
  const z = Math.min(most, Math.max(least, Math.floor(Math.log2(scale / NARROWEST))));
  const squares = 2 ** z;
  const range = (middle: number, length: number) => {
    const [from, to] = [middle - length / 2 / scale, middle + length / 2 / scale].map((one) => Math.min(squares - 1, Math.max(0, Math.floor(one * squares))));
    return Array.from({ length: to! - from! + 1 }, (_, step) => from! + step);
  };
  const [columns, rows] = [range(x, wide), range(y, high)];
  return columns.length * rows.length > MOST ? [] : columns.flatMap((column) => rows.map((row) => [z, column, row] as const));
}

export function MapBase({ squares, view, size }: { squares: readonly Square[]; view: View; size: Size }) {
  return (
    <>
      {squares.map(({ z, x, y, tile }) => {
        const [left, top] = onScreen(view, size, [x / 2 ** z, y / 2 ** z]);
        const side = view.scale / 2 ** z;
        // It cuts off what the square says of beyond its edge.
        return (
          <svg key={`${z}/${x}/${y}`} x={left} y={top} width={side} height={side} viewBox={`0 0 ${tile.extent} ${tile.extent}`} data-square={z}>
            {tile.paths.map(({ layer, filled, d }, at) => <path key={at} d={d} class={`ground-${layer} ${filled ? "filled" : ""}`} />)}
          </svg>
        );
      })}
    </>
  );
}

/** The villages on the screen, each once. */
export function villages(squares: readonly Square[], view: View, size: Size): Named[] {
  const found = new Map<string, Named>();
  for (const { z, x, y, tile } of squares) {
    for (const place of tile.places) {
      const spot = onScreen(view, size, [(x + place.x / tile.extent) / 2 ** z, (y + place.y / tile.extent) / 2 ** z]);
      const inside = spot[0] > 0 && spot[1] > 0 && spot[0] < size[0] && spot[1] < size[1];
      const id = `village/${place.name}/${Math.round(spot[0] / 4)}/${Math.round(spot[1] / 4)}`;
      if (inside) found.set(id, { id, words: place.name, spot });
    }
  }
  return [...found.values()];
}
