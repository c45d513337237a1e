/** The rooms of web/: every folder of source code. */

import { readdirSync } from "node:fs";

/** Folders that hold no source code of the pages. */
const NOT_ROOMS: ReadonlySet<string> = new Set([
  "node_modules", // packages of others
  "styles", // style sheets only
  "tests",
]);

/** The names of all rooms, sorted. */
export function roomsOf(web: URL): string[] {
  return readdirSync(web, { withFileTypes: true })
    .filter((each) => each.isDirectory() && !NOT_ROOMS.has(each.name))
    .map(({ name }) => name)
    .sort();
}

/** The TypeScript files of a room, at any depth, as paths from web/. */
export function sourcesIn(web: URL, room: string): string[] {
  return readdirSync(new URL(`${room}/`, web), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${room}/${name}`)
    .sort();
}
