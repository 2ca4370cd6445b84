/**
 * Sealed copies: what the ministry's custodian can open, and nobody on the tablet, its officer included.
 *
 * A key made for this copy alone (ECDH P-256) agrees with the custodian's on a secret, HKDF-SHA-256 makes of it the key
 * under which the copy is encrypted (AES-256-GCM). The private half of the one is thrown away at once, that of the other
 * is on no server.
 */

import { hex } from "./ids";
import type { Chance } from "./ports";
import { fromHex } from "./receipts";
import type { RecoveryKey, Tablet } from "./shapes";
import type { Sealed } from "./vault";

/** `point`: the public half of the key that was made for this copy. */
export interface Copy extends Sealed { key: string; point: Uint8Array<ArrayBuffer> }

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const PURPOSE = "kpfield/sealed/1\n";
const words = (text: string) => new TextEncoder().encode(text);

/** What one copy is sealed with, and none after it. */
export interface Envelope { point: Uint8Array<ArrayBuffer>; key: CryptoKey }

export async function envelopeTo(to: RecoveryKey): Promise<Envelope> {
  const theirs = fromHex(to.public);
  const [once, recipient] = await Promise.all([
    crypto.subtle.generateKey(CURVE, false, ["deriveBits"]),
    crypto.subtle.importKey("raw", theirs, CURVE, false, []),
  ]);
  const [shared, ours] = await Promise.all([
    crypto.subtle.deriveBits({ name: "ECDH", public: recipient }, once.privateKey, 256),
    crypto.subtle.exportKey("raw", once.publicKey),
  ]);
  const point = new Uint8Array(ours);
  return { point, key: await copyKey(shared, point, theirs, ["encrypt"]) };
}

/** The next copy's envelope is made while the officer reads what he wrote: it takes longer than all the rest of a save. */
export class Envelopes {
  private ready: { to: string; made: Promise<Envelope> } | null = null;

  prepare(to: RecoveryKey): void {
    this.ready ??= { to: to.public, made: envelopeTo(to) };
    this.ready.made.catch(() => undefined);
  }

  take(to: RecoveryKey): Promise<Envelope> {
    const { ready } = this;
    this.ready = null;
    return ready?.to === to.public ? ready.made : envelopeTo(to);
  }
}

/** A value is sealed as JSON, bytes as they are. */
export async function sealTo(to: RecoveryKey, value: unknown, chance: Chance, made = envelopeTo(to)): Promise<Copy> {
  const { point, key } = await made;
  const iv = chance.bytes(12);
  const how = { name: "AES-GCM", iv, additionalData: words(to.key) };
  return { key: to.key, point, iv, data: await crypto.subtle.encrypt(how, key, value instanceof Uint8Array ? new Uint8Array(value) : words(JSON.stringify(value))) };
}

export async function copyKey(shared: ArrayBuffer, point: Uint8Array, theirs: Uint8Array, uses: KeyUsage[]): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const info = new Uint8Array([...words(PURPOSE), ...point, ...theirs]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, uses);
}

export const inHex = ({ key, point, iv, data }: Copy) => ({ key, point: hex(point), iv: hex(iv), data: hex(new Uint8Array(data)) });

/** A picture under its own key, whose key is in the sealed copy of the event that promised it. */
export interface SealedPicture { sha256: string; iv: Uint8Array; data: Blob }

/**
 * The file that an officer hands in: readable in it are the tablet, and the number of each event.
 *
 * A line of JSON, and behind it the pictures one after the other, as long as it says. They are blobs, which a browser
 * need not hold in memory: there may be a hundred megabytes of them.
 */
export function fileOf(tablet: Tablet, copies: readonly (Copy & { seq: number })[], pictures: readonly SealedPicture[], box?: Copy): Blob {
  const head = {
    kind: "kpfield/sealed",
    version: 2,
    tablet: tablet.id,
    number: tablet.number,
    copies: copies.map(({ seq, ...copy }) => ({ seq, ...inHex(copy) })),
    ...(box ? { box: inHex(box) } : {}),
    photos: pictures.map(({ sha256, iv, data }) => ({ sha256, iv: hex(iv), size: data.size })),
  };
  return new Blob([JSON.stringify(head), "\n", ...pictures.map(({ data }) => data)], { type: "application/octet-stream" });
}
