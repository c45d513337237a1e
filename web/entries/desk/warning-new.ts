/** The page for writing a warning. */

import { guard } from "../../desk/lock-screen.ts";
import { NewWarningPage } from "../../desk/warnings/compose.ts";
import { loadMessages } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";

void loadMessages().then(() => guard(need("#new-warning", HTMLElement), new NewWarningPage()));
