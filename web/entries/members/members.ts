/** The members' home: the check and the feed. */

import { Home } from "../../members/home.ts";
import { guard } from "../../members/lock-screen.ts";
import { loadMessages } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";

void loadMessages().then(() => guard(need("#home", HTMLElement), new Home()));
