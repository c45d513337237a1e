/** The inbox: every report opened in the browser, filtered and searched there. */

import { guard } from "../desk/door.ts";
import { Inbox } from "../desk/inbox.ts";
import { loadMessages } from "../page/messages.ts";
import { need } from "../reporter/parts.ts";

void loadMessages().then(() => guard(need("#inbox", HTMLElement), new Inbox()));
