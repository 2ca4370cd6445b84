/** A map of the ground as the tablet has it: a PMTiles archive, whole, from which a square is read when it is drawn. */

import { PMTiles, TileType, type RangeResponse, type Source } from "pmtiles";
import { isObject } from "../answers";
import { readTile, type Tile } from "./tile";

/** A phone's memory is no place for more. */
export const LARGEST = 64_000_000;

export interface Archive {
  name: string;
  /** Whose drawing it is. */
  from: string;
  zooms: readonly [least: number, most: number];
  /** Nothing where it has none there, or one that cannot be read. */
  tile(z: number, x: number, y: number): Promise<Tile | null>;
}

class Here implements Source {
  constructor(private readonly blob: Blob, private readonly name: string) {}

  getKey = () => this.name;

  getBytes = async (offset: number, length: number): Promise<RangeResponse> => ({ data: await this.blob.slice(offset, offset + length).arrayBuffer() });
}

/** null where it is no map that was made for tablets. */
export async function openArchive(blob: Blob, name: string): Promise<Archive | null> {
  if (blob.size > LARGEST) return null;
  const archive = new PMTiles(new Here(blob, name));
  const [header, said] = await Promise.all([archive.getHeader(), archive.getMetadata()]).catch(() => [null, null]);
  if (!header || header.tileType !== TileType.Mvt || !isObject(said) || !isObject(said["kpfield"])) return null;
  const tile = async (z: number, x: number, y: number) => {
    const found = await archive.getZxy(z, x, y);
    return found ? readTile(new Uint8Array(found.data)) : null;
  };
  return {
    name: String(said["name"] ?? ""), from: String(said["attribution"] ?? ""), zooms: [header.minZoom, header.maxZoom],
    tile: (z, x, y) => tile(z, x, y).catch(() => null),
  };
}
