/** The inbox: every report opened in the browser, filtered and searched there. */

import { Inbox } from "../../desk/inbox/inbox.ts";
import { guard } from "../../desk/lock-screen.ts";
import { loadMessages } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";

void loadMessages().then(() => guard(need("#inbox", HTMLElement), new Inbox()));
