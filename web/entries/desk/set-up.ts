/** The page that sets a project up. */

import { SetUpPage } from "../../desk/account/set-up.ts";
import { guard } from "../../desk/lock-screen.ts";
import { loadMessages } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";

void loadMessages().then(() => guard(need("#set-up", HTMLElement), new SetUpPage()));
