/** The linter marks what could reveal who reported, and nothing else. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Finding, Reason } from "../desk/warnings/linter/linter.ts";
import * as linter from "../desk/warnings/linter/linter.ts";
import { indexReport, type ReportTexts } from "../desk/warnings/linter/report-index.ts";
import { writtenFor } from "./places.ts";
import { finished } from "./steps.ts";

const NOTHING: ReportTexts = { texts: [], places: [] };

const REPORT: ReportTexts = {
  texts: [
    "Marcela told me about him. We met near Ridley Market and he would not stop when I asked. " +
      "He drives a grey van with a broken light. Depois disso a Joana me levou para casa.",
  ],
  places: ["Hackney", "Tower Hamlets"],
};

const lint = (text: string, report: ReportTexts, list = "london"): Finding[] =>
  finished(linter.lint(text, finished(indexReport(report)), writtenFor(list)));

/** The words that the linter marks for one reason. */
const pointed = (text: string, reason: Reason, report: ReportTexts = NOTHING): string[] =>
  lint(text, report)
    .filter((finding) => finding.reason === reason)
    .map(({ words }) => words);

type Examples = Readonly<Record<string, string>>;

const EXAMPLES: Partial<Record<Reason, Examples>> = {
  time: {
    "He comes at 23:40 by car.": "23:40",
    "Around 9pm he rings.": "9pm",
    "At 9.30 p.m. he rings.": "9.30 p.m.",
    "It was half past two.": "half past two",
    "He books for ten o’clock.": "ten o’clock",
    "He leaves before midnight": "midnight",
    "Chegou às 22h30 com outro.": "22h30",
    "Liga às 22 sempre.": "às 22",
    "Foi às três da manhã.": "às três da manhã",
    "Perto da meia-noite": "meia-noite",
  },
  date: {
    "On 3 March he hit somebody.": "3 March",
    "on the 3rd of march": "the 3rd of march",
    "on March 3rd": "March 3rd",
    "It was 2026-03-11.": "2026-03-11",
    "It was 11/03/2026 or so": "11/03/2026",
    "Last Friday night he came": "Last Friday night",
    "He came yesterday.": "yesterday",
    "No dia 5 ele veio": "dia 5",
    "Em 5 de março": "5 de março",
    "Na terça-feira": "terça-feira",
    "Ontem ele voltou": "Ontem",
  },
  postcode: {
    "He lives near E8 1AB": "E8 1AB",
    "he lives near sw1a 2aa": "sw1a 2aa",
    "Works around NW10 mostly": "NW10",
    "No CEP 01310-100": "01310-100",
  },
  premises: {
    "He waits in the hotel bar.": "hotel",
    "He knocked at flat 4 next door": "flat 4",
    "He asked for room 12": "room 12",
    "near Mill Close he parks": "Mill Close",
    "Kingsland Road at night": "Kingsland Road",
    "na rua de trás": "rua",
    "no apartamento 21": "apartamento 21",
  },
  "first-person": {
    "He told me to stop": "me",
    "I said no": "I",
    "he took my phone": "my",
    "I’m sure of it": "I’m",
    "then we left": "we",
    "ele levou o meu dinheiro": "meu",
    "Eu disse que não": "Eu",
    "depois nós saímos": "nós",
    "saiu comigo": "comigo",
  },
  contact: {
    "His number is 07700 900 123.": "07700 900 123",
    "Call +44 (0)7700 900123": "+44 (0)7700 900123",
    "Write to him.bad@example.org now": "him.bad@example.org",
    "He is @bad_client there": "@bad_client",
    "See www.example.org/him": "www.example.org/him",
    "Drives AB12 CDE": "AB12 CDE",
  },
};

for (const [reason, examples] of Object.entries(EXAMPLES) as [Reason, Examples][]) {
  test(`points at words: ${reason}`, () => {
    for (const [text, words] of Object.entries(examples)) {
      const found = pointed(text, reason);
      assert.ok(
        found.some((each) => each.includes(words)),
        `${text}: ${found}`,
      );
    }
  });
}

const HARMLESS = [
  "A man of about forty refuses the condom, then pays half.",
  "Two men in a grey van. They ask for one, then both come in and rob.",
  "He is violent when he drinks. Stay close to others and do not open the door alone.",
  "Well, he is very tall and speaks softly. They were rude.",
  "Grava sem pedir e depois ameaça publicar. Tem cerca de 40 anos.",
  "Dois homens nos bairros do leste. A segunda vez é pior.",
  "Pays £50, then takes it back. Asks for 2 people.",
  "In the US and the EU he uses other names.",
];

test("leaves alone what tells nothing about who reported", () => {
  for (const text of HARMLESS) assert.deepEqual(lint(text, NOTHING), [], text);
});

test("points at names and places of the report, however they are written", () => {
  assert.deepEqual(pointed("He knows Joana and marcela.", "name", REPORT), ["Joana"]);
  assert.deepEqual(pointed("Marcela knows him", "name", REPORT), ["Marcela"]);
  assert.deepEqual(pointed("he parks behind ridley market", "name", REPORT), ["ridley", "market"]);
  assert.deepEqual(pointed("He works in TOWER  hamlets", "place", REPORT), ["TOWER  hamlets"]);
  assert.deepEqual(pointed("He works in a tower.", "place", REPORT), []);
});

test("points at names that the report writes in small letters", () => {
  const small: ReportTexts = {
    texts: ["i was with my friend maria. he came back and hit us, my daughter sofia saw it"],
    places: [],
  };
  assert.deepEqual(pointed("He hit Maria and threatened Sofia.", "name", small), [
    "Maria",
    "Sofia",
  ]);
  assert.deepEqual(pointed("Maria knows him. He hit Maria.", "name", small), ["Maria", "Maria"]);
  // A word that begins a sentence is not a name because of that. Neither is a common word, nor a
  // name that the report does not have.
  assert.deepEqual(pointed("Daughter of his. He told The Police, and Ana.", "name", small), []);
  assert.deepEqual(pointed("HE HIT MY DAUGHTER", "name", small), []);
});

test("calls a street and a weekday of the report by what they are, and not names as well", () => {
  const report = { texts: ["It was on Friday in Mill Street."], places: [] };
  const reasons = lint("Comes to Mill Street on Friday.", report).map(({ reason }) => reason);
  assert.deepEqual(reasons.sort(), ["date", "premises"]);
});

test("takes no ordinary word of the report for a name", () => {
  assert.deepEqual(pointed("He drives. Depois disso he left.", "name", REPORT), []);
  const shouted = { texts: ["HE HIT ME AND DROVE AWAY"], places: [] };
  assert.deepEqual(pointed("He hit and drove", "name", shouted), []);
  const both = { texts: ["A van came. Van doors were open near the Van."], places: [] };
  assert.deepEqual(pointed("A van. Van", "name", both), []);
});

test("points at four words in a row of the report, and not at three", () => {
  assert.deepEqual(pointed("Careful: a GREY van, with a broken   light!", "copied", REPORT), [
    "a GREY van, with a broken   light",
  ]);
  assert.deepEqual(pointed("a grey van came", "copied", REPORT), []);
});

test("sees what is written with other letters of the same look, and with unseen characters", () => {
  const report: Record<string, [Reason, string]> = {
    "ring ０７７００ ９００１２３ now": ["contact", "０７７００ ９００１２３"],
    "ring ٠٧٧٠٠ ٩٠٠١٢٣ now": ["contact", "٠٧٧٠٠ ٩٠٠١٢٣"],
    "ring 077\u200b00 90\u00ad0123 now": ["contact", "077\u200b00 90\u00ad0123"],
    "ring 07700\u00a0900123 now": ["contact", "07700\u00a0900123"],
    "to ｈｉｍ＠example．org now": ["contact", "ｈｉｍ＠example．org"],
    "to him\u200d@example.org now": ["contact", "him\u200d@example.org"],
    "to him [at] example.org now": ["contact", "him [at] example.org"],
    "to him(AT)example.org now": ["contact", "him(AT)example.org"],
    "he comes ２３：４０ then": ["time", "２３：４０"],
    "lives in Ｅ８ １ＡＢ there": ["postcode", "Ｅ８ １ＡＢ"],
    "knows Mar\u00adcela well": ["name", "Mar\u00adcela"],
    "knows Mar\u200dcela well": ["name", "Mar\u200dcela"],
    "works in Hack\u00adney too": ["place", "Hack\u00adney"],
  };
  for (const [text, [reason, words]] of Object.entries(report)) {
    assert.deepEqual(pointed(text, reason, REPORT), [words], text);
  }
});

test("joins two copied rows that meet, and keeps apart two that do not", () => {
  const text = "would not stop when I asked. Later: drives a grey van";
  assert.deepEqual(pointed(text, "copied", REPORT), [
    "would not stop when I asked",
    "drives a grey van",
  ]);
});

const plain = fc.constantFrom("slow", "hand", "queijo", "lamp", "verde", "seven", "glass", "coat");
const sentence = fc.array(plain, { maxLength: 12 }).map((words) => words.join(" "));
const row = fc.array(plain, { minLength: 4, maxLength: 9 });
const between = fc.constantFrom(" ", "  ", ", ", " – ", "\n");

test("a row of the report is found whatever stands around and between its words", () => {
  fc.assert(
    fc.property(
      row,
      sentence,
      sentence,
      between,
      fc.boolean(),
      (words, before, after, gap, loud) => {
        const report = { texts: [`nobody ${words.join(" ")} somewhere`], places: [] };
        const written = words.map((word) => (loud ? word.toUpperCase() : word)).join(gap);
        const text = `${before} / ${written} / ${after}`;
        assert.ok(pointed(text, "copied", report).some((found) => found.includes(written)));
      },
    ),
  );
});

test("what shares no row of four words with the report is never called copied", () => {
  fc.assert(
    fc.property(row, row, (report, text) => {
      const rows = (words: string[]) =>
        words.slice(3).map((_word, at) => words.slice(at, at + 4).join(" "));
      const shared = rows(report).filter((each) => rows(text).includes(each));
      const found = pointed(text.join(" "), "copied", { texts: [report.join(" ")], places: [] });
      assert.equal(found.length > 0, shared.length > 0);
    }),
  );
});

test("every example is found wherever it stands in a text", () => {
  const all = Object.entries(EXAMPLES).flatMap(([reason, examples]) =>
    Object.values(examples).map((words) => ({ reason: reason as Reason, words })),
  );
  const beginnings = all.filter(({ words }) => !/^(?:Mill|Kingsland)/.test(words));
  fc.assert(
    fc.property(fc.constantFrom(...beginnings), sentence, sentence, (example, before, after) => {
      const text = `${before} – ${example.words} – ${after}`;
      const found = pointed(text, example.reason);
      assert.ok(
        found.some((each) => each.includes(example.words)),
        JSON.stringify(found),
      );
    }),
  );
});

test("findings are the words at their place, in order, for any text at all", () => {
  const anything = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }));
  fc.assert(
    fc.property(anything, anything, anything, (text, told, place) => {
      const findings = lint(text, { texts: [told], places: [place] });
      let at = 0;
      for (const { start, end, words } of findings) {
        assert.ok(start >= at && end > start && end <= text.length);
        assert.equal(text.slice(start, end), words);
        at = start;
      }
    }),
  );
});

test("postcodes and number plates are those of the site's place list", () => {
  const pointedAt = (text: string, list: string) => {
    const told = lint(text, NOTHING, list).filter(({ reason }) => /postcode|contact/.test(reason));
    return [...new Set(told.map(({ words }) => words))];
  };
  const brazilian = "Near 01310-100 in a car ABC1D23 or ABC-1234.";
  assert.deepEqual(pointedAt(brazilian, "example-brazil"), ["01310-100", "ABC1D23", "ABC-1234"]);
  const british = "Near SW1A 1AA or E8 in a car AB12 CDE.";
  assert.deepEqual(pointedAt(british, "example-brazil"), []);
  assert.deepEqual(pointedAt(british, "london"), ["SW1A 1AA", "E8", "AB12 CDE"]);
  assert.deepEqual(pointedAt(british, "united-kingdom"), ["SW1A 1AA", "AB12 CDE"]);
});
