/** What becomes of a tablet's disk while its browser is closed. */

import { BLANK, type Image, type Shelf } from "./disk";

/** The disk afterwards, and how many events its database lost; null where this one may not be damaged so. */
type Damaged = { image: Image; events: number } | null;
interface Mark { file: string; stale?: boolean }

const rowsOf = ({ base }: Image, name: string) => base.shelves.get(name)?.rows ?? [];
const logOf = (image: Image) => rowsOf(image, "meta").find(({ key }) => key === "log")?.value as Mark | undefined;

/** Where both journals say the same, one of them may go. */
function isTwice(image: Image): boolean {
  const mark = logOf(image);
  return mark !== undefined && !mark.stale && image.files.has(mark.file);
}

function withLog(image: Image, change: (file: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>): Damaged {
  const name = logOf(image)?.file;
  const file = name === undefined ? undefined : image.files.get(name);
  return file && name !== undefined ? { image: { ...image, files: new Map(image.files).set(name, change(file.slice())) }, events: 0 } : null;
}

/** What came into the database, newest first, and with which version of it. */
const LAYOUTS: [string, number][] = [["carried", 7], ["pictures", 6], ["reports", 5], ["photos", 4]];

export const DAMAGES: Record<string, (image: Image, n: number) => Damaged> = {
  /** The browser begins with an empty database, and says nothing. */
  emptied: (image) => (isTwice(image) ? { image: { ...image, base: BLANK.base }, events: rowsOf(image, "events").length } : null),
  /** Some of its pages could not be read any more. */
  rows(image, n) {
    if (!isTwice(image)) return null;
    const shelves = new Map(image.base.shelves);
    let events = 0;
    for (const name of ["events", "records"]) {
      const shelf = shelves.get(name) as Shelf;
      const rows = shelf.rows.filter((_row, place) => (place + n) % 3 > 0);
      if (name === "events") events = shelf.rows.length - rows.length;
      shelves.set(name, { ...shelf, rows });
    }
    return { image: { ...image, base: { ...image.base, shelves } }, events };
  },
  torn: (image, n) => withLog(image, (file) => file.slice(0, Math.max(0, file.length - 1 - n))),
  flipped: (image, n) =>
    withLog(image, (file) => {
      file[n % Math.max(1, file.length)]! ^= 0xff;
      return file;
    }),
  /** Not damaged: as an app of one, two or three layouts ago would have left it, where it has nothing that has no place there. */
  older(image, n) {
    const shelves = new Map(image.base.shelves);
    let { version } = image.base;
    for (const [name, since] of LAYOUTS.slice(0, 1 + (n % LAYOUTS.length))) {
      if (rowsOf(image, name).length || !shelves.delete(name)) return null;
      version = Math.min(version, since - 1);
    }
    return { image: { ...image, base: { version, shelves } }, events: 0 };
  },
  /** By the officer, or by the browser itself where space was short. */
  cleared: (image) => ({ image: BLANK, events: rowsOf(image, "events").length }),
};
