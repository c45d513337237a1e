/** The page of requests for review. */

import { guard } from "../desk/door.ts";
import { loadMessages } from "../page/messages.ts";
import { need } from "../reporter/parts.ts";
import { RequestsPage } from "../warnings/requests.ts";

void loadMessages().then(() => guard(need("#review-requests", HTMLElement), new RequestsPage()));
