/** The page for writing down what somebody tells. */

import { guard } from "../desk/door.ts";
import { NewReportPage } from "../desk/new-report.ts";
import { loadMessages } from "../page/messages.ts";
import { need } from "../reporter/parts.ts";

void loadMessages().then(() => guard(need("#new", HTMLElement), new NewReportPage()));
