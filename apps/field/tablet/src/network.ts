/** The one module that calls fetch. */

import type { Network, Reply, Request } from "./ports";

/** So long nothing may come: a slow line that still carries something is waited for, and not for ever. */
const PATIENCE = 60_000;
const MOST = 15 * 60_000;
/** What a browser cannot pack goes as it is, and what a server of an earlier version could not unpack. */
let packs = typeof CompressionStream === "function";

export const network: Network = {
  async send(request: Request): Promise<Reply | null> {
    const { method, path, token, language, body, piece, raw } = request;
    const headers: Record<string, string> = { Accept: "application/json" };
    if (token) headers["Authorization"] = `Bearer ${token}`;
    if (language) headers["Accept-Language"] = language;
    const packed = packs && request.packed && body !== undefined;
    if (body !== undefined) headers["Content-Type"] = packed ? "application/gzip" : "application/json";
    if (piece) Object.assign(headers, { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(piece.offset) });
    const patience = patient();
    try {
      const { signal } = patience;
      const how: RequestInit = { method, headers, body: piece?.bytes ?? (packed ? await inGzip(body) : body), signal, credentials: "omit", cache: "no-store", redirect: "manual" };
      const response = await fetch(path, how);
      // Our server sends nobody elsewhere: this is the sign-in page of some network, and no address to follow.
      if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) return { status: 302, body: undefined };
      if (packed && response.status === 415) {
        packs = false;
        return await network.send(request);
      }
      const bytes = await bytesOf(response, patience.anew);
      const retryAfter = Number(response.headers.get("Retry-After")) || undefined;
      return { status: response.status, body: raw && response.ok ? bytes : parsed(new TextDecoder().decode(bytes)), retryAfter };
    } catch {
      // fetch throws the same for a missing network, a cut line and a name that cannot be found.
      return null;
    } finally {
      patience.end();
    }
  },
};

function patient(): { signal: AbortSignal; anew(): void; end(): void } {
  const [stopping, from] = [new AbortController(), performance.now()];
  const wait = () => setTimeout(() => stopping.abort(), Math.min(PATIENCE, MOST - (performance.now() - from)));
  let timer = wait();
  const end = () => clearTimeout(timer);
  const anew = () => {
    end();
    timer = wait();
  };
  return { signal: stopping.signal, anew, end };
}

const inGzip = (text: string) => new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();

async function bytesOf({ body }: Response, came: () => void): Promise<Uint8Array> {
  const [reader, parts] = [body?.getReader(), [] as Uint8Array<ArrayBuffer>[]];
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    came();
    parts.push(part.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
