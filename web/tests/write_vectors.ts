/**
 * Writes tests/vectors/from_browser.json: records that TypeScript sealed, with both X25519, and
 * that Python must open. The file has the same shape as records.json.
 */

import { writeFileSync } from "node:fs";
import { b64u, utf8 } from "../sealing/bytes.ts";
import type { Place } from "../sealing/context.ts";
import type { RecordKind } from "../sealing/generated.ts";
import { generatePrivateKey, publicKeyOf } from "../sealing/keys.ts";
import { deriveReceipt, drawReceipt } from "../sealing/receipt.ts";
import { type ProjectKey, sealRecord, toBoth, toProject } from "../sealing/record.ts";
import { CURVES, withCurve } from "./shared.ts";

const PATH = new URL("../../tests/vectors/from_browser.json", import.meta.url);
const TEXTS: [RecordKind, object][] = [
  ["report", { v: 1, what: "Não sei o nome dele. 他没有付钱。 لم يدفع", borough: "" }],
  ["reporter-message", { v: 1, text: "More to say. ".repeat(600) }],
  ["project-message", { v: 1, text: "Thank you.", by: "Amina" }],
  ["note", { v: 1, text: "", by: "Amina" }],
  ["attachment", { v: 1, type: "image/jpeg", size: 262_149, chunks: 2, name: "Photo 1" }],
  ["warning", { v: 1, kind: "threats", texts: { en: "He shouts through the door. Ele gritou." } }],
  ["review-request", { v: 1, identifier: "+44 7700 900123", what: "Não sou eu.", answer: "" }],
];
const STAND_ALONE: ReadonlySet<RecordKind> = new Set(["report", "review-request"]);

const privateKey = generatePrivateKey();
const project: ProjectKey = {
  id: crypto.randomUUID(),
  public_key: b64u(await publicKeyOf(privateKey)),
};
const words = drawReceipt();
const reporter = await deriveReceipt(words);

async function sealed(
  kind: RecordKind,
  plaintext: string,
  { report, record }: Omit<Place, "kind">,
) {
  if (kind === "note" || kind === "warning" || kind === "review-request") {
    return sealRecord(utf8(plaintext), { kind, report, record }, [toProject(project)]);
  }
  const recipients = toBoth(project, reporter.publicKey);
  return sealRecord(utf8(plaintext), { kind, report, record }, recipients);
}

async function recordsWith(curve: string) {
  const report = crypto.randomUUID();
  const records = [];
  for (const [kind, inside] of TEXTS) {
    const record = STAND_ALONE.has(kind) ? report : crypto.randomUUID();
    const plaintext = JSON.stringify(inside);
    const { contentKey, body, wraps } = await sealed(kind, plaintext, {
      report,
      record,
    });
    records.push({
      name: `${kind}, sealed with ${curve}`,
      kind,
      report,
      record,
      plaintext,
      content_key: b64u(contentKey),
      body: b64u(body),
      project_wrap: b64u(wraps[0]),
      reporter_wrap: wraps[1] ? b64u(wraps[1]) : null,
    });
  }
  return records;
}

const records = [];
for (const [name, curve] of Object.entries(CURVES)) {
  records.push(...(await withCurve(curve(), () => recordsWith(name))));
}
const vectors = {
  about: "`private_key` of project or reporter opens the wraps; `key` is the project key",
  project: {
    key: project.id,
    private_key: b64u(privateKey),
    public_key: project.public_key,
  },
  reporter: {
    words,
    private_key: b64u(reporter.privateKey),
    public_key: b64u(reporter.publicKey),
  },
  records,
};
writeFileSync(PATH, `${JSON.stringify(vectors, null, 1)}\n`);
console.log("Wrote tests/vectors/from_browser.json.");
