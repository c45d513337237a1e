/** The page of a project's warnings. */

import { guard } from "../../desk/lock-screen.ts";
import { WarningsPage } from "../../desk/warnings/page.ts";
import { loadMessages } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";

void loadMessages().then(() => guard(need("#warnings", HTMLElement), new WarningsPage()));
