/** The page that asks for a review. */

import { loadMessages } from "../page/messages.ts";
import { startReview } from "../reporter/review.ts";

void loadMessages().then(startReview);
