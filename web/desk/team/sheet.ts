/** What is wrong with the words of a recovery sheet, in words for the person who types them. */

import type { SheetError } from "../../sealing/errors.ts";
import { t } from "../../ui/messages.ts";

export function sheetFault(error: SheetError): string {
  switch (error.code) {
    case "wrong-word":
      return t("Word {position}, “{word}”, is not on the list. Look at the sheet again.", {
        position: error.position ?? 0,
        word: error.word,
      });
    case "word-count":
      return t("The sheet has 24 words, and these are {count}.", { count: error.count });
    case "words-do-not-fit":
      return t("These words do not belong together. Look for a wrong or swapped word.");
  }
}
