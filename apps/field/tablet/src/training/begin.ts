/** Read what there is to practise with; kept on the tablet with the app, so that no network is needed for it. */

import type { Material } from "./practice";

const MATERIAL = "/field/training.js";

export async function material(): Promise<Material> {
  return ((await import(/* @vite-ignore */ MATERIAL)) as { default: Material }).default;
}
