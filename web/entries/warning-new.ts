/** The page on which a warning is written. */

import { guard } from "../desk/door.ts";
import { loadMessages } from "../page/messages.ts";
import { need } from "../reporter/parts.ts";
import { NewWarningPage } from "../warnings/compose.ts";

void loadMessages().then(() => guard(need("#new-warning", HTMLElement), new NewWarningPage()));
