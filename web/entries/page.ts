/** What every page runs. It imports nothing shared, so that a page has one request less. */

import { followInPageLinks } from "../ui/in-page-links.ts";
import { installQuickExit } from "../ui/quick-exit.ts";

installQuickExit();
followInPageLinks();
// What the page says of keys is true from now on.
document.documentElement.classList.add("listens");
