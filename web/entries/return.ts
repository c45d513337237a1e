/** The page that opens a report again. */

import { loadMessages } from "../page/messages.ts";
import { startReturning } from "../reporter/returning.ts";

void loadMessages().then(startReturning);
