/** The members' home: the check and the feed. */

import { guard } from "../members/door.ts";
import { Home } from "../members/home.ts";
import { loadMessages } from "../page/messages.ts";
import { need } from "../reporter/parts.ts";

void loadMessages().then(() => guard(need("#home", HTMLElement), new Home()));
