/** The page of a project's warnings. */

import { guard } from "../desk/door.ts";
import { loadMessages } from "../page/messages.ts";
import { need } from "../reporter/parts.ts";
import { WarningsPage } from "../warnings/page.ts";

void loadMessages().then(() => guard(need("#warnings", HTMLElement), new WarningsPage()));
