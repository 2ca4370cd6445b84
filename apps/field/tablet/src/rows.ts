/** Where things lie: the key of a row, the place to which its ciphertext is bound, and what of the meta is under the lid. */

/** Of the tablet and not of an officer: its events and its papers are numbered once, it has one log and one custodian. */
const SHARED = new Set(["seq", "previous", "counter", "log", "custodian"]);
export const isShared = (name: string) => SHARED.has(name);

/** What names a person, opens the door, or could be put in place of what the server said. */
export const LID = new Set(["token", "officer", "posting", "receiptKey", "closingKey", "recoveryKey", "handOverKey", "signer", "diary"]);

export const metaKey = (owner: number, name: string) => (isShared(name) ? name : `${owner}/${name}`);
export const place = (store: string, owner: number, key = "") => `${store}/${owner}/${key}`;
