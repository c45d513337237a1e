/** The page of questions. */

import { loadMessages } from "../page/messages.ts";
import { startWriting } from "../reporter/writing.ts";

void loadMessages().then(startWriting);
