/** Setting a project up. */

import { guard } from "../desk/door.ts";
import { SetUpPage } from "../desk/set-up.ts";
import { loadMessages } from "../page/messages.ts";
import { need } from "../reporter/parts.ts";

void loadMessages().then(() => guard(need("#set-up", HTMLElement), new SetUpPage()));
