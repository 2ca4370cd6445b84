/** Pictures beside answers, for those who do not read; a form names them, and a name without a picture shows none. */

const DRAWN: Record<string, string> = {
  woman: "M20 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM14 5c-3 4-3 8-2 11M26 5c3 4 3 8 2 11M20 16l-10 16h20zM16 32v7M24 32v7",
  man: "M20 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM12 18h16v12H12zM16 30v9M24 30v9",
  digging: "M8 32L26 14M22 8l10 10M22 8c5-4 12 3 10 10M6 36h28",
  washing: "M4 18c2 12 8 16 16 16s14-4 16-16zM12 10v3M20 6v7M28 10v3",
  carrying: "M20 18a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM10 6h20l-3-4H13zM20 18v12M20 22l-8-6V8M20 22l8-6V8M20 30l-6 8M20 30l6 8",
  gang_leader: "M20 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM10 36c0-10 4-16 10-16s10 6 10 16M6 26a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM34 26a4 4 0 1 0 0-8 4 4 0 0 0 0 8z",
  owner: "M6 36V18l14-12 14 12v18zM16 36V26h8v10",
  supporter: "M4 26l8-4 8 4h8a3 3 0 0 1 0 6H18M4 36l6-2 10 4 14-8M22 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM22 5v6",
  river_bed: "M4 10c5-5 9 5 16 0s11 5 16 0M4 20c5-5 9 5 16 0s11 5 16 0M4 32h32M12 32l3-4M24 32l3-4",
  flat: "M4 14c5-5 9 5 16 0s11 5 16 0M4 26h32M10 26v6M20 26v6M30 26v6",
  terrace: "M4 34h10V26h10V16h12M4 40h32",
  scale: "M20 6v28M10 36h20M6 12h28M6 12l-4 12h9zM34 12l-5 12h9z",
  notebook: "M10 4h22v32H10zM10 10H6M10 20H6M10 30H6M16 12h10M16 19h10M16 26h7",
  speaking: "M4 6h32v20H20l-10 9v-9H4zM12 14h16M12 19h10",
  cash: "M2 10h36v20H2zM20 25a5 5 0 1 0 0-10 5 5 0 0 0 0 10z",
  bank: "M4 16L20 5l16 11zM8 16v16M16 16v16M24 16v16M32 16v16M4 36h32",
  boat: "M4 26h32l-6 10H10zM20 26V6l12 14H20",
  padlock: "M8 18h24v18H8zM13 18v-5a7 7 0 0 1 14 0v5M20 25v5",
  phone: "M12 2h16v36H12zM17 33h6",
};

export const Pictogram = ({ name }: { name: string }) =>
  DRAWN[name] ? <svg class="pictogram" width="36" height="36" viewBox="0 0 40 42" aria-hidden="true"><path d={DRAWN[name]} /></svg> : null;
