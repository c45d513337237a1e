/** What every page runs. It imports nothing shared, so that a page needs one request less. */

import { followInPageLinks } from "../ui/in-page-links.ts";
import { installQuickExit } from "../ui/quick-exit.ts";

installQuickExit();
followInPageLinks();
// From now on the page reacts to the keys that its text names.
document.documentElement.classList.add("listens");
