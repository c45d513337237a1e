/** The page that opens a report again. */

import { startIfAble } from "../../reporter/able.ts";
import { startReturning } from "../../reporter/returning.ts";

void startIfAble(startReturning);
