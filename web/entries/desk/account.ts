/** The account page: own key, second factors, recovery codes, passphrase. */

import { AccountPage } from "../../desk/account/account-page.ts";
import { guard } from "../../desk/lock-screen.ts";
import { loadMessages } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";

void loadMessages().then(() => guard(need("#account", HTMLElement), new AccountPage()));
