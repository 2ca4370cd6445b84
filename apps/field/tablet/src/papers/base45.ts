/** Bytes in the letters that a QR code packs tightest (RFC 9285). */

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

export function encode(content: Uint8Array): string {
  let text = "";
  for (let at = 0; at < content.length; at += 2) {
    const pair = content.subarray(at, at + 2);
    let left = pair.reduce((sum, byte) => sum * 256 + byte, 0);
    for (let letter = 0; letter <= pair.length; letter += 1) {
      text += LETTERS[left % 45];
      left = Math.floor(left / 45);
    }
  }
  return text;
}

/** null for what nothing encodes to. */
export function decode(text: string): Uint8Array<ArrayBuffer> | null {
  const content: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const places = [...text.slice(at, at + 3)].map((letter) => LETTERS.indexOf(letter));
    const value = places.reduce((sum, place, n) => sum + place * 45 ** n, 0);
    const size = places.length - 1;
    if (size === 0 || places.includes(-1) || value >= 256 ** size) return null;
    if (size === 2) content.push(value >> 8);
    content.push(value & 255);
  }
  return Uint8Array.from(content);
}
