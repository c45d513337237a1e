/** The team page: who is here, who has the key, inviting and removing. */

import { guard } from "../desk/door.ts";
import { TeamPage } from "../desk/team-page.ts";
import { loadMessages } from "../page/messages.ts";
import { need } from "../reporter/parts.ts";

void loadMessages().then(() => guard(need("#team", HTMLElement), new TeamPage()));
