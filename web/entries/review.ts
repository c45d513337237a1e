/** The page that asks for a review. */

import { startIfAble } from "../reporter/able.ts";
import { startReview } from "../reporter/review.ts";

void startIfAble(startReview);
