/** What every page runs. It imports nothing shared, so that a page has one request less. */

import { followInPageLinks } from "../ui/in-page-links.ts";
import { installQuickExit } from "../ui/quick-exit.ts";

installQuickExit();
followInPageLinks();
// From now on the page reacts to keys, as its text says.
document.documentElement.classList.add("listens");
