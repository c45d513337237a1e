/** The account page: areas, messages, passphrase, leaving. */

import { AccountPage } from "../members/account-page.ts";
import { guard } from "../members/door.ts";
import { loadMessages } from "../page/messages.ts";
import { need } from "../reporter/parts.ts";

void loadMessages().then(() => guard(need("#account", HTMLElement), new AccountPage()));
