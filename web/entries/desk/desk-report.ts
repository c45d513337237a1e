/** The page of one report. */

import { CasePage } from "../../desk/case/case.ts";
import { guard } from "../../desk/lock-screen.ts";
import { loadMessages } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";

void loadMessages().then(() => guard(need("#report", HTMLElement), new CasePage()));
