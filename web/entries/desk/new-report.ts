/** The page for writing down what somebody says. */

import { NewReportPage } from "../../desk/case/new-report.ts";
import { guard } from "../../desk/lock-screen.ts";
import { loadMessages } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";

void loadMessages().then(() => guard(need("#new", HTMLElement), new NewReportPage()));
