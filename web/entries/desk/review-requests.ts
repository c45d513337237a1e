/** The page of requests for review. */

import { guard } from "../../desk/lock-screen.ts";
import { RequestsPage } from "../../desk/warnings/requests.ts";
import { loadMessages } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";

void loadMessages().then(() => guard(need("#review-requests", HTMLElement), new RequestsPage()));
