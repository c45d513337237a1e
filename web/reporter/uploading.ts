/** Showing how photos are sent, and trying again when the connection fails. */

import { t, tn } from "../page/messages.ts";
import { byId, need, slot } from "./parts.ts";
import { messageOf, wasRefused } from "./trouble.ts";
import { type Owner, Upload } from "./uploads.ts";

/** Send every photo, however often that takes; one that the server refuses is left out. */
export async function sendPhotos(photos: Blob[], owner: () => Promise<Owner>): Promise<void> {
  const uploads = photos.map((photo, index) => new Upload(photo, index + 1));
  byId("upload").hidden = false;
  let there = 0;
  for (const [index, upload] of uploads.entries()) {
    let outcome = await send(upload, owner, index, uploads.length);
    while (outcome === "stopped") {
      await anotherTry();
      outcome = await send(upload, owner, index, uploads.length);
    }
    if (outcome === "sent") there += 1;
  }
  byId("upload-place").textContent = tn(
    "{count} photo is sent.",
    "{count} photos are sent.",
    there,
  );
}

async function send(
  upload: Upload,
  owner: () => Promise<Owner>,
  index: number,
  count: number,
): Promise<"sent" | "stopped" | "refused"> {
  byId("upload-failed").hidden = true;
  byId("upload-place").textContent = t("Sending photo {number} of {count}. Keep this page open.", {
    number: index + 1,
    count,
  });
  const bar = need("#upload-bar", HTMLProgressElement);
  try {
    await upload.send(await owner(), (part) => {
      bar.value = (index + part) / count;
    });
    return "sent";
  } catch (error) {
    const refused = wasRefused(error);
    byId("upload-place").textContent = t("Sending the photos has stopped.");
    slot(byId("upload-failed"), "message").textContent = messageOf(error);
    byId("upload-failed").hidden = false;
    byId("upload-again").hidden = refused;
    return refused ? "refused" : "stopped";
  }
}

/** Resolves when the person asks for another try, or the connection comes back. */
function anotherTry(): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      window.removeEventListener("online", go);
      resolve();
    };
    byId("upload-again").addEventListener("click", go, { once: true });
    window.addEventListener("online", go, { once: true });
  });
}
