/** The officer's pictures on the disk: encrypted like everything else, and named by the hash of their bytes. */

import { expectOpen } from "./copies";
import { hide, rowOf, show, type Shelf } from "./pictures";
import type { Album } from "./ports";

export function albumOf(shelf: Shelf): Album {
  const { connection, owner } = shelf;
  const mine = async () => (await connection.use((db) => db.getAll("photos"))).filter((row) => row.owner === owner);
  return {
    async keep(photo, bytes) {
      const id = rowOf(owner, photo.sha256);
      const [picture, key] = await hide(shelf, photo.sha256, bytes);
      await connection.write(["header", "photos", "pictures"], async (at) => {
        await expectOpen(at, owner);
        const [known, there] = await Promise.all([at("photos").get(id), at("pictures").get(id)]);
        // The same picture once more: the copies that were sealed since hold the key under which it lies.
        if (known?.key && there) {
          if (known.state === "here") await at("photos").put({ ...known, at: photo.at });
          return;
        }
        await at("photos").put({ id, owner, ...photo, key });
        await at("pictures").put({ id, owner, ...picture });
      });
    },
    photos: async () => (await mine()).map(({ sha256, size, state, at, why }) => ({ sha256, size, state, at, ...(why ? { why } : {}) })),
    async bytes(sha256) {
      const id = rowOf(owner, sha256);
      const [row, picture] = await connection.use((db) => Promise.all([db.get("photos", id), db.get("pictures", id)]));
      return row && picture ? show(shelf, row, picture) : null;
    },
    settle: (sha256, state, at, why) =>
      connection.write(["photos"], async (on) => {
        const row = await on("photos").get(rowOf(owner, sha256));
        if (row) await on("photos").put({ ...row, state, at, why });
      }),
    async shut(before) {
      const sealed = new Set((await connection.use((db) => db.getAll("sealed"))).flatMap(({ photos = [] }) => photos));
      const old = (await mine()).filter(({ sha256, state, at, key }) => key && state === "kept" && at < before && sealed.has(sha256));
      if (old.length === 0) return;
      await connection.write(["photos"], async (on) => {
        for (const { key: _gone, ...row } of old) await on("photos").put(row);
      });
    },
    drop: (sha256) =>
      connection.write(["photos", "pictures"], async (on) => {
        await Promise.all([on("photos").delete(rowOf(owner, sha256)), on("pictures").delete(rowOf(owner, sha256))]);
      }),
  };
}
