/** The account page: own key, second factors, recovery codes, passphrase. */

import { AccountPage } from "../desk/account-page.ts";
import { guard } from "../desk/door.ts";
import { loadMessages } from "../page/messages.ts";
import { need } from "../reporter/parts.ts";

void loadMessages().then(() => guard(need("#account", HTMLElement), new AccountPage()));
