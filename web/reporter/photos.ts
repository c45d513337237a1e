/**
 * Makes a photo safe to send: draws it again as a JPEG, so that nothing hidden in the file remains.
 *
 * Place and time, the camera and any thumbnail are in other parts of the file than its pixels. Only
 * pixels pass through a canvas.
 */

import { t } from "../ui/messages.ts";

const MOST_BYTES = 10 * 1024 * 1024;
const LONGEST_SIDE = 2_560;
const QUALITY = 0.85;
/**
 * The types that we accept. Some phones give no type, and then only decoding shows what a file is.
 */
const TYPES = /^(image\/(jpeg|png|webp|heic|heif)|application\/octet-stream)?$/;
const HEIC = /\.hei[cf]$/i;

/** A photo cannot be used; the message says why and what to do. */
export class PhotoRefused extends Error {
  override name = "PhotoRefused";
}

/** The photo as a fresh JPEG without its hidden details. @throws PhotoRefused */
export async function redrawn(file: File): Promise<Blob> {
  if (file.size > MOST_BYTES) {
    throw new PhotoRefused(t("This photo is larger than 10 MB. Choose a smaller one."));
  }
  const isHeic = HEIC.test(file.name) || /hei[cf]/.test(file.type);
  if (!isHeic && !TYPES.test(file.type)) {
    throw new PhotoRefused(t("This is not a photo that we can take. Use JPEG, PNG or WebP."));
  }
  if (!canvasTellsTheTruth()) {
    throw new PhotoRefused(
      t(
        "This browser does not let the page redraw photos, so hidden details would stay in them. Use another browser for photos.",
      ),
    );
  }
  if (!("createImageBitmap" in window)) {
    throw new PhotoRefused(
      t(
        "This browser is too old to prepare photos. Nothing is wrong with your photo. You can add it later in a newer browser, with your seven words.",
      ),
    );
  }
  const picture = await decoded(file, isHeic);
  try {
    return await encoded(picture);
  } finally {
    picture.close();
  }
}

async function decoded(file: File, isHeic: boolean): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new PhotoRefused(
      isHeic
        ? t(
            "This browser cannot read HEIC photos. Open the photo on your phone, take a screenshot of it, and choose the screenshot.",
          )
        : t("This file cannot be read as a photo. It may be damaged. Choose another one."),
    );
  }
}

async function encoded(picture: ImageBitmap): Promise<Blob> {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d");
  if (context) {
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  }
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, "image/jpeg", QUALITY);
  });
  // A canvas of no size gives its memory back at once, which phones need.
  canvas.width = 0;
  if (!blob || !context) {
    throw new PhotoRefused(t("This photo is too large for this device. Choose a smaller one."));
  }
  return blob;
}

/** Browsers that resist fingerprinting, such as Tor Browser, return noise from a canvas. */
function canvasTellsTheTruth(): boolean {
  const size = 8;
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext("2d");
  if (!context) return false;
  context.fillStyle = "rgb(40, 120, 200)";
  context.fillRect(0, 0, size, size);
  const { data } = context.getImageData(0, 0, size, size);
  const drawn = [40, 120, 200, 255];
  return data.every((value, index) => Math.abs(value - (drawn[index % 4] ?? 0)) <= 8);
}
