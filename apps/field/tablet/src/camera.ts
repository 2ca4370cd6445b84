/** The one module that touches the camera's pictures: read, turned upright, drawn again. */

import { shrink } from "./shrinking";

/** A JPEG of at most so many bytes with nothing of the file beside its points; null where it is no picture. */
export async function pictureOf(file: Blob, most: number): Promise<ArrayBuffer | null> {
  const image = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!image) return null;
  try {
    return await shrink(image.width, image.height, most, (width, height, quality) => drawn(image, width, height, quality));
  } finally {
    image.close();
  }
}

async function drawn(image: ImageBitmap, width: number, height: number, quality: number): Promise<ArrayBuffer> {
  const canvas = new OffscreenCanvas(width, height);
  const paper = canvas.getContext("2d")!;
  paper.fillStyle = "white";
  paper.fillRect(0, 0, width, height);
  paper.drawImage(image, 0, 0, width, height);
  return (await canvas.convertToBlob({ type: "image/jpeg", quality })).arrayBuffer();
}
