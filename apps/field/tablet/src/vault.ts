/** The officer's key: made at random, wrapped by a passphrase. Nothing here keeps a key; callers hold it in memory. */

import type { Chance } from "./ports";

export const ROUNDS = 600_000;

export interface Sealed { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer }
export interface Wrapped { salt: Uint8Array<ArrayBuffer>; rounds: number; key: Sealed }

/** Ten characters, or eight digits: a short number is guessed in a day by whoever copies the disk. */
export const longEnough = (passphrase: string) =>
  [...passphrase].length >= 10 || (/^\d+$/.test(passphrase) && passphrase.length >= 8);

async function wrappingKey(passphrase: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", words(passphrase.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export const vaultKey = (raw: BufferSource) =>
  crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

const words = (text: string) => new TextEncoder().encode(text);

/** `place` is where it will lie: moved to another place it does not open. */
export async function encrypt(key: CryptoKey, data: BufferSource, chance: Chance, place = ""): Promise<Sealed> {
  const iv = chance.bytes(12);
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: words(place) }, key, data) };
}

export async function decrypt(key: CryptoKey, { iv, data }: Sealed, place = ""): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: words(place) }, key, data);
}

async function wrap(raw: BufferSource, passphrase: string, chance: Chance, rounds: number): Promise<Wrapped> {
  const salt = chance.bytes(16);
  return { salt, rounds, key: await encrypt(await wrappingKey(passphrase, salt, rounds), raw, chance) };
}

async function rawKey(passphrase: string, { salt, rounds, key }: Wrapped): Promise<Uint8Array<ArrayBuffer> | null> {
  const raw = await decrypt(await wrappingKey(passphrase, salt, rounds), key).catch(() => null);
  return raw && new Uint8Array(raw);
}

export async function make(passphrase: string, chance: Chance, rounds = ROUNDS): Promise<[CryptoKey, Wrapped]> {
  const raw = chance.bytes(32);
  const wrapped = await wrap(raw, passphrase, chance, rounds);
  const vault = await vaultKey(raw);
  raw.fill(0);
  return [vault, wrapped];
}

/** The key, or null when the passphrase is another. */
export async function unwrap(passphrase: string, wrapped: Wrapped): Promise<CryptoKey | null> {
  const raw = await rawKey(passphrase, wrapped);
  const key = raw && (await vaultKey(raw));
  raw?.fill(0);
  return key;
}

/** The same key wrapped at the cost of today, where it was wrapped at less; null where it was not. */
export async function raise(passphrase: string, wrapped: Wrapped, chance: Chance, rounds = ROUNDS): Promise<Wrapped | null> {
  if (wrapped.rounds >= rounds) return null;
  const raw = await rawKey(passphrase, wrapped);
  const dearer = raw && (await wrap(raw, passphrase, chance, rounds));
  raw?.fill(0);
  return dearer;
}

/** Milliseconds to wait after so many wrong tries in a row: none for four, then doubling up to an hour. */
export const delayAfter = (wrong: number) => (wrong < 5 ? 0 : Math.min(3_600_000, 5_000 * 2 ** (wrong - 5)));
