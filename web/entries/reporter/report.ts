/** The page of questions. */

import { startIfAble } from "../../reporter/able.ts";
import { startWriting } from "../../reporter/writing.ts";

void startIfAble(startWriting);
