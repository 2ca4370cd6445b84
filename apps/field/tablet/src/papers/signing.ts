/** The tablet's own key: made here, kept under the officer's lid, and vouched for by the country. */

import { troubleOf, type Trouble } from "../answers";
import { ask, type Parts } from "../asking";
import { hex } from "../ids";
import { noteWait } from "../obstacles";
import type { Chance } from "../ports";
import { fromHex } from "../receipts";
import type { Signer } from "../shapes";
import { CERTIFICATE, certificateIn, joined, PAPER_PURPOSE, saidBy, written, type Bytes, type Paper } from "./format";

const CURVE = { name: "ECDSA", namedCurve: "P-256" };
/** A secret number in the wrapping in which browsers take one (PKCS #8, without the point that follows from it). */
const WRAPPING = "3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420";

const keyOf = (secret: string, open: boolean) =>
  crypto.subtle.importKey("pkcs8", fromHex(WRAPPING + secret), CURVE, open, ["sign"]);

/** A new secret, and its public half in the short form. */
export async function makeKey(chance: Chance): Promise<{ secret: string; public: string }> {
  const secret = hex(chance.bytes(32));
  const { x, y } = await crypto.subtle.exportKey("jwk", await keyOf(secret, true));
  const [first, second] = [x!, y!].map(fromBase64url) as [Bytes, Bytes];
  return { secret, public: hex(joined(Uint8Array.of(2 + (second.at(-1)! & 1)), first)) };
}

const fromBase64url = (text: string): Bytes =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

/** Have the country vouch for this tablet's key, a new one where there is none. */
export async function certify(parts: Parts): Promise<Trouble | null> {
  const { signer } = await parts.store.meta();
  // A browser that makes no key prints no card, and sends and fetches all the same.
  const key = signer ?? (await makeKey(parts.chance).catch(() => null));
  if (!key) return null;
  const made: Signer = { certificate: "", endsOn: "", ...key };
  // On the disk before the country knows of it: an answer that is lost costs no second key.
  if (!signer) await parts.store.settle({ meta: { signer: made } });
  const reply = await ask(parts, "certificate/", JSON.stringify({ public: made.public }));
  const trouble = troubleOf(reply);
  // A card can wait; the register behind this step cannot.
  if (trouble === "refused" || trouble === "server") return null;
  if (trouble) return noteWait(parts, trouble, reply?.retryAfter);
  const { certificate, ends_on: endsOn } = reply!.body as Record<string, unknown>;
  if (!isOf(certificate, made) || typeof endsOn !== "string") return noteWait(parts, "not_ours");
  await parts.store.settle({ meta: { signer: { ...made, certificate: certificate as string, endsOn } } });
  return null;
}

function isOf(certificate: unknown, signer: Signer): boolean {
  if (typeof certificate !== "string" || certificate.length !== 2 * CERTIFICATE) return false;
  return hex(certificateIn("", fromHex(certificate)).public) === signer.public;
}

/** The code that goes onto the paper; null where the country does not vouch for this tablet on that day. */
export async function sign(paper: Paper, signer: Signer | undefined): Promise<string | null> {
  if (!signer?.certificate) return null;
  const { startsOn, endsOn } = certificateIn(paper.country, fromHex(signer.certificate));
  if (paper.issuedOn < startsOn || paper.issuedOn > endsOn) return null;
  const said = saidBy(paper, fromHex(signer.certificate));
  const how = { name: "ECDSA", hash: "SHA-256" };
  return written(said, new Uint8Array(await crypto.subtle.sign(how, await keyOf(signer.secret, false), joined(PAPER_PURPOSE, said))));
}
