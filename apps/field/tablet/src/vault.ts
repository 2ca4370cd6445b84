/** The officer's key: made at random, wrapped by a passphrase. Nothing here keeps a key; callers hold it in memory. */

import type { Chance } from "./ports";

export const ROUNDS = 600_000;

export interface Sealed { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer }
export interface Wrapped { salt: Uint8Array<ArrayBuffer>; rounds: number; key: Sealed }

/** Ten characters, or eight digits: a short number is guessed in a day by whoever copies the disk. */
export const longEnough = (passphrase: string) =>
  [...passphrase].length >= 10 || (/^\d+$/.test(passphrase) && passphrase.length >= 8);

async function wrappingKey(passphrase: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<CryptoKey> {
  const words = new TextEncoder().encode(passphrase.normalize("NFC"));
  const material = await crypto.subtle.importKey("raw", words, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export const vaultKey = (raw: BufferSource) =>
  crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

export async function encrypt(key: CryptoKey, data: BufferSource, chance: Chance): Promise<Sealed> {
  const iv = chance.bytes(12);
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, data) };
}

export async function decrypt(key: CryptoKey, sealed: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, key, sealed.data);
}

export async function make(passphrase: string, chance: Chance, rounds = ROUNDS): Promise<[CryptoKey, Wrapped]> {
  const raw = chance.bytes(32);
  const salt = chance.bytes(16);
  const key = await encrypt(await wrappingKey(passphrase, salt, rounds), raw, chance);
  const vault = await vaultKey(raw);
  raw.fill(0);
  return [vault, { salt, rounds, key }];
}

/** The key, or null when the passphrase is another. */
export async function unwrap(passphrase: string, wrapped: Wrapped): Promise<CryptoKey | null> {
  const wrapping = await wrappingKey(passphrase, wrapped.salt, wrapped.rounds);
  const raw = await decrypt(wrapping, wrapped.key).catch(() => null);
  return raw && vaultKey(raw);
}

/** Milliseconds to wait after so many wrong tries in a row: none for four, then doubling up to an hour. */
export const delayAfter = (wrong: number) => (wrong < 5 ? 0 : Math.min(3_600_000, 5_000 * 2 ** (wrong - 5)));
