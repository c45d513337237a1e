/** The team page: who is here, who has the key, inviting and removing. */

import { guard } from "../../desk/lock-screen.ts";
import { TeamPage } from "../../desk/team/team-page.ts";
import { loadMessages } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";

void loadMessages().then(() => guard(need("#team", HTMLElement), new TeamPage()));
