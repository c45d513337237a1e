/** Choosing a passphrase: says in words how strong it is, and what would make it stronger. */

import { fill, h } from "../ui/dom.ts";
import { loadModule } from "../ui/load.ts";
import { t } from "../ui/messages.ts";
import { need } from "../ui/parts.ts";
import { Fault } from "./faults.ts";

const ENOUGH = 3;

function inWords(score: number): string {
  if (score <= 1) return t("Very weak");
  if (score === 2) return t("Weak");
  if (score === 3) return t("Good");
  return t("Very good");
}

/** Advice on what the estimator found. */
function advice(warning: string): string {
  switch (warning) {
    case "straightRow":
    case "keyPattern":
      return t("Keys that lie next to each other are easy to guess. Use words instead.");
    case "simpleRepeat":
    case "extendedRepeat":
      return t("Repeating something adds little. Add a different word.");
    case "sequences":
    case "recentYears":
    case "dates":
    case "associatedYears":
      return t("Dates and rows like abc or 123 are easy to guess. Use words instead.");
    case "topTen":
    case "topHundred":
    case "common":
    case "similarToCommon":
    case "pwned":
      return t("Many people use something like this. Choose something of your own.");
    case "namesByThemselves":
    case "commonNames":
    case "userInputs":
      return t("Names are easy to guess. Add words that have nothing to do with you.");
    default:
      return t("Add one or two more words that do not belong together.");
  }
}

/**
 * The field of parts/new_passphrase.html. `about` returns words that others know, such as the name.
 */
export function newPassphrase(about: () => string[]): () => Promise<string> {
  const input = need("#new-passphrase", HTMLInputElement);
  const output = need("#new-passphrase-strength", HTMLElement);
  let turn = 0;

  async function judged(): Promise<{ score: number; warning: string }> {
    const { judge } = await loadModule("strength");
    return judge(input.value, about().filter(Boolean));
  }

  let judges = false;

  async function show(): Promise<void> {
    turn += 1;
    const mine = turn;
    if (!input.value) return fill(output);
    if (!judges) fill(output, t("Loading what tells how strong it is…"));
    const { score, warning } = await judged();
    judges = true;
    if (mine !== turn) return;
    const meter = h("meter", { min: 0, max: 4, value: score || 0.3, "aria-hidden": "true" });
    Object.assign(meter, { low: 2, high: ENOUGH, optimum: 4 });
    const more = score < ENOUGH && `. ${advice(warning)}`;
    fill(output, meter, h("p", {}, h("strong", {}, inWords(score)), more));
  }

  function notLoaded(): void {
    fill(output, t("This part could not be loaded. Check your connection and type on."));
  }

  async function drawOne(): Promise<void> {
    fill(output, t("Loading the words…"));
    const { draw, DRAWN_WORDS, DRAWN_BITS } = await loadModule("strength");
    input.value = draw();
    input.type = "text";
    document.querySelector(`[data-reveals="${input.id}"]`)?.setAttribute("aria-pressed", "true");
    await show();
    const told = { words: DRAWN_WORDS, bits: DRAWN_BITS };
    const more = t(
      "{words} words drawn by chance ({bits} bits). Nobody can guess it. Write it down, or let a password manager keep it.",
      told,
    );
    output.append(h("p", { class: "hint" }, more));
  }

  input.addEventListener("input", () => void show().catch(notLoaded));
  need("#draw-passphrase", HTMLButtonElement).onclick = () => void drawOne().catch(notLoaded);

  return async () => {
    if ((await judged()).score >= ENOUGH) return input.value;
    throw new Fault("new-passphrase", t("This passphrase is too weak. See below what helps."));
  };
}
