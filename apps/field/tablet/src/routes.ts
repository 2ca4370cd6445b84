/** Where the officer is, in the address behind the #, so that the tablet's own Back key goes a step back. */

import type { PaperKind } from "./papers/format";

/** Where a question leads that was opened by itself: to the check, or back among those that may be passed by. */
export type Then = "check" | "more";

export type Route =
  | { page: "home" }
  | { page: "find" }
  | { page: "report" }
  | { page: "handover" }
  | { page: "diary" }
  | { page: "papers" }
  | { page: "paper"; kind: PaperKind; id: string }
  | { page: "records"; state: string }
  | { page: "record"; id: string }
  | { page: "saved"; id: string }
  | { page: "person"; id: string }
  | { page: "form"; draft: string; at: string; then?: Then }
  | { page: "check"; draft: string }
  | { page: "month"; draft: string }
  | { page: "map"; site: string };

export function readRoute(hash: string): Route {
  const [page = "", first = "", second = "", third = ""] = hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  switch (page) {
    case "find":
    case "handover":
    case "diary":
    case "papers":
    case "report": return { page };
    case "paper": return second && isPaper(first) ? { page, kind: first, id: second } : { page: "home" };
    case "records": return { page, state: first };
    case "map": return { page, site: first };
    case "record":
    case "person":
    case "saved": return first ? { page, id: first } : { page: "home" };
    case "form": return first ? { page, draft: first, at: second, ...(third === "check" || third === "more" ? { then: third } : {}) } : { page: "home" };
    case "month":
    case "check": return first ? { page, draft: first } : { page: "home" };
    default: return { page: "home" };
  }
}

const isPaper = (kind: string): kind is PaperKind => ["card", "licence", "purchase", "resale"].includes(kind);

export function hashOf(route: Route): string {
  switch (route.page) {
    case "home": return "#/";
    case "find": return "#/find";
    case "report": return "#/report";
    case "handover": return "#/handover";
    case "diary": return "#/diary";
    case "papers": return "#/papers";
    case "paper": return `#/paper/${route.kind}/${route.id}`;
    case "records": return `#/records${route.state ? `/${route.state}` : ""}`;
    case "map": return `#/map${route.site ? `/${route.site}` : ""}`;
    case "record":
    case "person":
    case "saved": return `#/${route.page}/${route.id}`;
    case "form": return `#/${["form", route.draft, route.at, route.then].filter(Boolean).join("/")}`;
    case "month":
    case "check": return `#/${route.page}/${route.draft}`;
  }
}

/** The code of an enrolment link, /field/#enrol=ABCD-EFGH; null where there is none. */
export const enrolCode = (hash: string) => /^#enrol=(.+)$/.exec(hash)?.[1] ?? null;
