/** Read a QR code from a photo or from the camera: by the browser where it can, else by ourselves. */

/** As Chromium on Android has it. */
interface Detector { detect(image: ImageBitmap): Promise<{ rawValue: string }[]> }
interface Detectors { new (how: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> }

const QR = "qr_code";
const EVERY = 200;
/** A code is found more easily where its squares are neither one point nor thirty. */
const SIDES = [1000, 1600, 600];

type Reader = (image: ImageBitmap) => Promise<string | null>;

async function reader(): Promise<Reader> {
  const { BarcodeDetector: known } = globalThis as { BarcodeDetector?: Detectors };
  const formats = (await known?.getSupportedFormats().catch(() => null)) ?? [];
  const detector = known && formats.includes(QR) ? new known({ formats: [QR] }) : null;
  return async (image) => {
    const found = await detector?.detect(image).catch(() => null);
    return found ? (found[0]?.rawValue ?? null) : byOurselves(image);
  };
}

async function byOurselves(image: ImageBitmap): Promise<string | null> {
  const { default: jsQR } = await import("jsqr");
  for (const side of SIDES) {
    const scale = Math.min(1, side / Math.max(image.width, image.height));
    const [width, height] = [Math.round(image.width * scale), Math.round(image.height * scale)];
    const paper = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true })!;
    paper.drawImage(image, 0, 0, width, height);
    const found = jsQR(paper.getImageData(0, 0, width, height).data, width, height);
    if (found?.data) return found.data;
  }
  return null;
}

/** What the code in a photo says; null where none can be read. */
export async function readPhoto(file: Blob): Promise<string | null> {
  const image = await createImageBitmap(file).catch(() => null);
  if (!image) return null;
  try {
    return await (await reader())(image);
  } finally {
    image.close();
  }
}

/** Look through the camera until a code is seen; the answer ends it. `lost` where there is no camera to look through. */
export function watch(video: HTMLVideoElement, seen: (code: string) => void, lost: () => void): () => void {
  let stream: MediaStream | null = null;
  let over = false;
  const end = () => {
    over = true;
    stream?.getTracks().forEach((track) => track.stop());
  };
  void look().catch(() => {
    if (!over) lost();
    end();
  });
  return end;

  async function look(): Promise<void> {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
    if (over) return end();
    video.srcObject = stream;
    await video.play();
    const read = await reader();
    while (!over) {
      const image = await createImageBitmap(video);
      const code = await read(image);
      image.close();
      if (code && !over) {
        end();
        return seen(code);
      }
      await new Promise((resolve) => setTimeout(resolve, EVERY));
    }
  }
}
