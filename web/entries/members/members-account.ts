/** The account page: areas, messages, passphrase, leaving. */

import { AccountPage } from "../../members/account-page.ts";
import { guard } from "../../members/lock-screen.ts";
import { loadMessages } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";

void loadMessages().then(() => guard(need("#account", HTMLElement), new AccountPage()));
