/** A script for tests: gives a page's console what web/page offers. */

import { h } from "../../web/page/dom.ts";
import { call, callForBytes } from "../../web/page/fetch.ts";
import { loadModule } from "../../web/page/load.ts";
import { loadMessages, t, tn } from "../../web/page/messages.ts";

Object.assign(window, { call, callForBytes, h, loadMessages, loadModule, t, tn });
