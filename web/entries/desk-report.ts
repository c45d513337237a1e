/** The page of one report. */

import { CasePage } from "../desk/case.ts";
import { guard } from "../desk/door.ts";
import { loadMessages } from "../page/messages.ts";
import { need } from "../reporter/parts.ts";

void loadMessages().then(() => guard(need("#report", HTMLElement), new CasePage()));
