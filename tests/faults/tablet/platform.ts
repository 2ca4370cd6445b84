/**
 * What a browser gives to the app, in one thread: WebCrypto and gzip by Node's own, and the queue of tasks counted.
 *
 * In threads of their own they would end in an order that is nobody's, and no schedule could be played again. Each ends
 * in a later task, as in a browser: a transaction that waits for one is over.
 */

import * as node from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";

const later = globalThis.setImmediate;
let under = 0;

/** Tasks that are to come: while there are any, no tablet is idle. */
export const count = () => under;
export const turn = () => new Promise<void>((resolve) => void later(resolve));

globalThis.setImmediate = ((work: (...given: unknown[]) => void, ...given: unknown[]) => {
  under += 1;
  return later(() => {
    under -= 1;
    work(...given);
  });
}) as typeof setImmediate;

const soon = <T>(work: () => T): Promise<T> =>
  new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(work());
      } catch (fault) {
        reject(fault);
      }
    });
  });

interface Key { raw: Buffer; held?: node.KeyObject; secret?: node.ECDH }
type How = { name: string; iv: Uint8Array; additionalData?: Uint8Array; salt: Uint8Array; iterations: number; info: Uint8Array; public: Key };

const TAG = 16;
const bytes = (data: BufferSource) => (ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data));
const whole = (data: Uint8Array) => data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer;

const held = (key: Key) => (key.held ??= node.createSecretKey(key.raw));

function closed({ iv, additionalData }: How, key: Key, data: BufferSource): ArrayBuffer {
  const cipher = node.createCipheriv("aes-256-gcm", held(key), iv);
  if (additionalData) cipher.setAAD(additionalData);
  return whole(Buffer.concat([cipher.update(bytes(data)), cipher.final(), cipher.getAuthTag()]));
}

function opened({ iv, additionalData }: How, key: Key, data: BufferSource): ArrayBuffer {
  const sealed = bytes(data);
  const decipher = node.createDecipheriv("aes-256-gcm", held(key), iv);
  if (additionalData) decipher.setAAD(additionalData);
  decipher.setAuthTag(sealed.subarray(-TAG));
  try {
    return whole(Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]));
  } catch {
    throw new DOMException("It does not open.", "OperationError");
  }
}

function derived({ name, salt, iterations, info }: How, { raw }: Key): Key {
  if (name === "PBKDF2") return { raw: node.pbkdf2Sync(raw, salt, iterations, 32, "sha256") };
  return { raw: Buffer.from(node.hkdfSync("sha256", raw, salt, info, 32)) };
}

const points = new Map<string, node.KeyObject>();

/** A point that is not on the curve is refused here, as WebCrypto does. */
function pointOf(raw: Buffer): node.KeyObject {
  const name = raw.toString("hex");
  if (!points.has(name)) {
    const [x, y] = [raw.subarray(1, 33), raw.subarray(33)].map((part) => part.toString("base64url"));
    points.set(name, node.createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" }));
  }
  return points.get(name)!;
}

let keys = 0;
/** From here on the same keys are made again. */
export const forgetKeys = () => void (keys = 0);

function made(): { publicKey: Key; privateKey: Key } {
  const secret = node.createECDH("prime256v1");
  secret.setPrivateKey(node.createHash("sha256").update(`key ${(keys += 1)}`).digest());
  return { publicKey: { raw: secret.getPublicKey() }, privateKey: { raw: Buffer.alloc(0), secret } };
}

/** The secret number stands at the end of its wrapping. */
function secretIn(wrapped: Buffer): Key {
  const secret = node.createECDH("prime256v1");
  secret.setPrivateKey(wrapped.subarray(-32));
  return { raw: secret.getPublicKey(), secret };
}

function halves({ raw }: Key): { x: string; y: string } {
  const [x, y] = [raw.subarray(1, 33), raw.subarray(33)].map((part) => part.toString("base64url")) as [string, string];
  return { x, y };
}

const subtle = {
  digest: (_how: unknown, data: BufferSource) => soon(() => whole(node.createHash("sha256").update(bytes(data)).digest())),
  importKey: (form: string, raw: BufferSource, how: string | { name: string }) =>
    soon((): Key => {
      const key = Buffer.from(bytes(raw));
      if (form === "pkcs8") return secretIn(key);
      if (typeof how === "object" && how.name.startsWith("EC")) pointOf(key);
      return { raw: key };
    }),
  exportKey: (form: string, key: Key) => soon(() => (form === "jwk" ? halves(key) : whole(key.raw))),
  encrypt: (how: How, key: Key, data: BufferSource) => soon(() => closed(how, key, data)),
  decrypt: (how: How, key: Key, data: BufferSource) => soon(() => opened(how, key, data)),
  deriveKey: (how: How, key: Key) => soon(() => derived(how, key)),
  deriveBits: ({ public: other }: How, { secret }: Key) => soon(() => whole(secret!.computeSecret(other.raw))),
  generateKey: () => soon(made),
  verify: (_how: unknown, { raw }: Key, signature: Uint8Array, data: BufferSource) =>
    soon(() => node.verify("sha256", bytes(data), { key: pointOf(raw), dsaEncoding: "ieee-p1363" }, signature)),
};
Object.defineProperty(globalThis, "crypto", { value: { subtle } });

const slowly = globalThis.structuredClone;
const isPlain = (value: object) => Object.getPrototypeOf(value) === Object.prototype;

/** The same as `structuredClone` for rows as the app keeps them, without the way through a message and back. */
function copied(value: any): any {
  if (value === null || typeof value !== "object") return typeof value === "function" ? slowly(value) : value;
  if (Array.isArray(value)) return value.map(copied);
  if (value instanceof ArrayBuffer) return value.slice(0);
  if (!isPlain(value)) return slowly(value);
  const copy = { ...value };
  for (const name in copy) if (Object(copy[name]) === copy[name]) copy[name] = copied(copy[name]);
  return copy;
}
globalThis.structuredClone = copied;

/** As much of streams as the app uses: bytes through gzip, whole. */
class Through {
  constructor(readonly work: (data: Uint8Array) => Uint8Array) {}
}
/** Bytes that are read a task later. */
class Sack {
  private readonly held: Buffer;
  constructor(parts: readonly (string | BufferSource | Sack)[]) {
    this.held = Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part instanceof Sack ? part.held : bytes(part))));
  }
  get size() { return this.held.length; }
  slice = (from: number, to?: number) => new Sack([this.held.subarray(from, to)]);
  arrayBuffer = () => soon(() => whole(this.held));
  stream = () => ({ pipeThrough: ({ work }: Through) => () => work(this.held) });
}
const given = {
  CompressionStream: class extends Through { constructor() { super(gzipSync); } },
  DecompressionStream: class extends Through { constructor() { super(gunzipSync); } },
  Blob: Sack,
  Response: class {
    constructor(private readonly work: () => Uint8Array) {}
    arrayBuffer = () => soon(() => whole(this.work()));
  },
};
Object.assign(globalThis, given);
