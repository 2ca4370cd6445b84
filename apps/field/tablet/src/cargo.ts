/** Other tablets' work on the disk, sealed as it came: it needs no lid, and whoever opens this tablet sends it on. */

import type { Connection } from "./connection";
import type { Cargo } from "./ports";

export function cargoOf(connection: Connection): Cargo {
  return {
    all: () => connection.use((db) => db.getAll("carried")),
    add: (packages) =>
      connection.write(["carried"], async (at) => {
        for (const one of packages) if (!(await at("carried").get(one.id))) await at("carried").put(one);
      }),
    settle: (one) => connection.write(["carried"], async (at) => void (await at("carried").put(one))),
    drop: (id) => connection.write(["carried"], (at) => at("carried").delete(id)),
  };
}
