/** The one module that calls fetch. */

import type { Network, Reply, Request } from "./ports";

const PATIENCE = 60_000;

export const network: Network = {
  async send({ method, path, token, language, body, piece }: Request): Promise<Reply | null> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (token) headers["Authorization"] = `Bearer ${token}`;
    if (language) headers["Accept-Language"] = language;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (piece) Object.assign(headers, { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(piece.offset) });
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      const how: RequestInit = { method, headers, body: piece?.bytes ?? body, signal, credentials: "omit", cache: "no-store", redirect: "manual" };
      const response = await fetch(path, how);
      // Our server sends nobody elsewhere: this is the sign-in page of some network, and no address to follow.
      if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) return { status: 302, body: undefined };
      const text = await response.text();
      const retryAfter = Number(response.headers.get("Retry-After")) || undefined;
      return { status: response.status, body: parsed(text), retryAfter };
    } catch {
      // fetch throws the same for a missing network, a cut line and a name that cannot be found.
      return null;
    }
  },
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
