/** Whose a record of the project is: the name of one of its people, as the server knows them. */

export interface Person {
  id: string;
  name: string;
}

/**
 * The name of whom a record says that it is by; null for nobody of the team. Older records hold a
 * name: it counts where somebody has it.
 */
export function nameOfBy(team: readonly Person[], by: string): string | null {
  const known = team.find(({ id }) => id === by) ?? team.find(({ name }) => name === by);
  return known?.name ?? null;
}
