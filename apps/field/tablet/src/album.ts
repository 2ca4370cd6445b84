/** The officer's pictures on the disk: encrypted like everything else, and named by the hash of their bytes. */

import { expectOpen } from "./copies";
import type { Connection, PhotoRow } from "./connection";
import type { Lid } from "./lid";
import type { Album } from "./ports";
import { place } from "./rows";

export interface Shelf { connection: Connection; owner: number; lid: Lid }

export function albumOf({ connection, owner, lid }: Shelf): Album {
  const keyOf = (sha256: string) => `${owner}/${sha256}`;
  const read = (sha256: string) => connection.use((db) => db.get("photos", keyOf(sha256)));
  return {
    async keep(photo, bytes) {
      const row: PhotoRow = { id: keyOf(photo.sha256), owner, ...photo, ...(await lid.hide(place("photos", owner, photo.sha256), bytes)) };
      await connection.write(["header", "photos"], async (at) => {
        await expectOpen(at, owner);
        await at("photos").put(row);
      });
    },
    async photos() {
      const rows = await connection.use((db) => db.getAll("photos"));
      return rows.filter((row) => row.owner === owner).map(({ sha256, size, state, at, why }) => ({ sha256, size, state, at, ...(why ? { why } : {}) }));
    },
    async bytes(sha256) {
      const row = await read(sha256);
      return row ? lid.show(place("photos", owner, sha256), row) : null;
    },
    settle: (sha256, state, at, why) =>
      connection.write(["photos"], async (on) => {
        const row = await on("photos").get(keyOf(sha256));
        if (row) await on("photos").put({ ...row, state, at, why });
      }),
    drop: (sha256) => connection.write(["photos"], (on) => on("photos").delete(keyOf(sha256))),
  };
}
