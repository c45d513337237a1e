/** Who wrote a record of the project: the name of one of its people, as the server knows it. */

import { b64u, sha256, utf8 } from "../sealing/bytes.ts";

export interface Person {
  id: string;
  name: string;
}

/** The value of `by` in what a person of the team writes. */
export const byOf = ({ id, name }: Person): string => `${id} ${name}`;

/**
 * The name of the person that a record names as its author; null if they are not of the team. Older
 * records have only an identifier or a name, which counts if it belongs to somebody of the team.
 */
export function nameOfBy(team: readonly Person[], by: string): string | null {
  const known =
    team.find((one) => one.id === by || byOf(one) === by) ?? team.find(({ name }) => name === by);
  return known?.name ?? null;
}

/**
 * The author's name in an answer of the project, for its reader; null unless the server has
 * committed to it. Readers learn only the names of people who wrote to them.
 */
export async function committedName(
  commitments: readonly string[],
  by: string,
): Promise<string | null> {
  const commitment = b64u(await sha256(utf8(`unsilenced/1/by/${by}`)));
  return commitments.includes(commitment) ? by.slice(by.indexOf(" ") + 1) : null;
}
