/** Catalogues for the browser hold what an entry says, finished translations only. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogueOf, messagesIn } from "../catalogues.mjs";

const HEADER = `msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
`;
const PO = `${HEADER}
msgid "Send"
msgstr "Enviar"

msgid "Say \\"yes\\"\\nor no"
msgstr "Diga \\"sim\\"\\nou não"

msgid "{count} photo"
msgid_plural "{count} photos"
msgstr[0] "{count} foto"
msgstr[1] "{count} fotos"

#, fuzzy
msgid "Leave"
msgstr "Deixar"

msgid "Empty"
msgstr ""

msgid "Only at the desk"
msgstr "Só na mesa"
`;
const SOURCE = `
  t("Send"); t(
    "Say \\"yes\\"\\nor no",
    { name },
  );
  tn("{count} photo", "{count} photos", count); t("Leave"); t("Empty"); t("Nowhere");
  set("Only at the desk");
`;

test("the messages that a source asks for are found, and nothing else", () => {
  const found = [...messagesIn([SOURCE])].sort();
  const single = ["Empty", "Leave", "Nowhere", 'Say "yes"\nor no', "Send"];
  assert.deepEqual(found, [...single, "{count} photo"]);
});

test("a catalogue holds the finished translations of what is asked for", () => {
  assert.deepEqual(catalogueOf(Buffer.from(PO), "pt-br", messagesIn([SOURCE])), {
    language: "pt-br",
    plural: { one: 0, other: 1, many: 1 },
    messages: {
      'Say "yes"\nor no': 'Diga "sim"\nou não',
      Send: "Enviar",
      "{count} photo": ["{count} foto", "{count} fotos"],
    },
  });
});

test("a language of six forms gives each category its own", () => {
  const arabic = HEADER.replace(
    "nplurals=2; plural=(n > 1);",
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
  );
  const { plural } = catalogueOf(Buffer.from(arabic), "ar", new Set());
  assert.deepEqual(plural, { zero: 0, one: 1, two: 2, few: 3, many: 4, other: 5 });
});

test("a plural rule that the browser would apply otherwise stops the build", () => {
  const wrong = HEADER.replace("(n > 1)", "(n != 1)");
  assert.throws(
    () => catalogueOf(Buffer.from(wrong), "pt-br", new Set()),
    /plural of 1|plural of 0/,
  );
});

test("a plural rule that is no rule is not run", () => {
  const odd = HEADER.replace("(n > 1)", "process.exit(1)");
  assert.throws(() => catalogueOf(Buffer.from(odd), "pt-br", new Set()), /Odd plural/);
});
