/** Sets aside, all at once, the listed reports that cannot be read at all. */

import { ask } from "../../session/dialog.ts";
import { say } from "../../session/parts.ts";
import { fill } from "../../ui/dom.ts";
import { tn } from "../../ui/messages.ts";
import { need, slot } from "../../ui/parts.ts";
import { post } from "../calls.ts";
import type { Line } from "./line.ts";

const button = () => need("#rubbish", HTMLButtonElement);
const done = () => slot(need("#inbox", HTMLElement), "done");

export class Rubbish {
  #lines: Line[] = [];
  readonly #changed: () => void;

  /** `changed` is called when lines have been set aside. */
  constructor(changed: () => void) {
    this.#changed = changed;
    button().onclick = () => this.#ask();
  }

  /** Offer to set such reports aside if the list shows any. */
  show(lines: readonly Line[]): void {
    this.#lines = lines.filter(({ rubbish, aside }) => rubbish && !aside);
    const count = this.#lines.length;
    button().hidden = count === 0;
    fill(
      button(),
      tn("Set aside {count} that cannot be read…", "Set aside {count} that cannot be read…", count),
    );
  }

  close(): void {
    this.#lines = [];
    need("#rubbish-dialog", HTMLDialogElement).close();
  }

  #ask(): void {
    // The list may change while the dialog is open: set aside only the reports that it named.
    const lines = this.#lines;
    fill(
      need("#rubbish-title", HTMLElement),
      tn(
        "Set aside {count} report that cannot be read?",
        "Set aside {count} reports that cannot be read?",
        lines.length,
      ),
    );
    ask(need("#rubbish-dialog", HTMLDialogElement), () => this.#setAside(lines), done());
  }

  /**
   * One after another: if one fails, those before it are still set aside, and the list shows it.
   */
  async #setAside(lines: readonly Line[]): Promise<void> {
    try {
      for (const line of lines.filter(({ aside }) => !aside)) {
        await post(`reports/${line.uid}/aside`, { aside: true });
        line.aside = true;
      }
    } finally {
      this.#changed();
    }
    const message = tn(
      "{count} report is set aside.",
      "{count} reports are set aside.",
      lines.length,
    );
    say(done(), message);
  }
}
