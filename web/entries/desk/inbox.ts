/** The inbox: the browser opens every report, and filters and searches them itself. */

import { Inbox } from "../../desk/inbox/inbox.ts";
import { guard } from "../../desk/lock-screen.ts";
import { loadMessages } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";

void loadMessages().then(() => guard(need("#inbox", HTMLElement), new Inbox()));
