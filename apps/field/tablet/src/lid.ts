/** What lies on the disk lies under the officer's lid: JSON, encrypted, and bound to the row where it lies. */

import { hex } from "./ids";
import type { Chance } from "./ports";
import { decrypt, encrypt, type Sealed } from "./vault";

export interface Lid {
  close(place: string, value: unknown): Promise<Sealed>;
  open<T>(place: string, sealed: Sealed): Promise<T>;
  /** The same for pages of a register, which shrink to a tenth. */
  pack(place: string, value: unknown): Promise<Sealed>;
  unpack<T>(place: string, sealed: Sealed): Promise<T>;
  /** The same for a picture's bytes, as they are. */
  hide(place: string, bytes: BufferSource): Promise<Sealed>;
  show(place: string, sealed: Sealed): Promise<ArrayBuffer>;
}

const TAG = 16;

/**
 * The lid of one open store; whoever lets go of it lets go of the key.
 *
 * What was closed or opened before is not opened again: a row is known by the tag of its ciphertext. Values are shared,
 * so nobody may change one in place.
 */
export function lidOf(key: CryptoKey, chance: Chance): Lid {
  const known = new Map<string, { tag: string; value: unknown }>();
  const remember = (place: string, { data }: Sealed, value: unknown) => void known.set(place, { tag: tagOf(data), value });
  return {
    async close(place, value) {
      const sealed = await encrypt(key, written(value), chance, place);
      remember(place, sealed, value);
      return sealed;
    },
    async open<T>(place: string, sealed: Sealed) {
      const before = known.get(place);
      if (before?.tag === tagOf(sealed.data)) return before.value as T;
      const value = read(await decrypt(key, sealed, place));
      remember(place, sealed, value);
      return value as T;
    },
    pack: async (place, value) => encrypt(key, await through(new CompressionStream("gzip"), written(value)), chance, place),
    unpack: async <T>(place: string, sealed: Sealed) =>
      read(await through(new DecompressionStream("gzip"), await decrypt(key, sealed, place))) as T,
    hide: (place, bytes) => encrypt(key, bytes, chance, place),
    show: (place, sealed) => decrypt(key, sealed, place),
  };
}

const tagOf = (data: ArrayBuffer) => hex(new Uint8Array(data, Math.max(0, data.byteLength - TAG)));
const written = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const read = (data: ArrayBuffer): unknown => JSON.parse(new TextDecoder().decode(data));

const through = (stream: CompressionStream | DecompressionStream, data: BufferSource) =>
  new Response(new Blob([data]).stream().pipeThrough(stream)).arrayBuffer();
