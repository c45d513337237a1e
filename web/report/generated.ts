// Written by script/facts from what Python defines. Change it there.

export const MOST_ROWS = 10;
export const MOST_PHOTOS = 5;
