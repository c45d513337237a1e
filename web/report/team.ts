/** Who wrote a record of the project: the name of one of its people, as the server knows them. */

import { b64u, sha256, utf8 } from "../sealing/bytes.ts";

export interface Person {
  id: string;
  name: string;
}

/** The value of `by` in what somebody of the team writes. */
export const byOf = ({ id, name }: Person): string => `${id} ${name}`;

/**
 * The name of the person whom a record names as its author; null if not of the team. Older records
 * hold an identifier or a name alone: it counts where it is somebody's.
 */
export function nameOfBy(team: readonly Person[], by: string): string | null {
  const known =
    team.find((one) => one.id === by || byOf(one) === by) ?? team.find(({ name }) => name === by);
  return known?.name ?? null;
}

/**
 * The name in an answer, for its reader: null unless the server has committed to it. The reader
 * learns only the names of those who wrote.
 */
export async function committedName(
  commitments: readonly string[],
  by: string,
): Promise<string | null> {
  const commitment = b64u(await sha256(utf8(`unsilenced/1/by/${by}`)));
  return commitments.includes(commitment) ? by.slice(by.indexOf(" ") + 1) : null;
}
