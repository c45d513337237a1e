/** A script for tests: gives a page's console what web/ui and web/session offer. */

import { h } from "../../web/ui/dom.ts";
import { call, callForBytes } from "../../web/session/fetch.ts";
import { loadModule } from "../../web/ui/load.ts";
import { loadMessages, t, tn } from "../../web/ui/messages.ts";

Object.assign(window, { call, callForBytes, h, loadMessages, loadModule, t, tn });
