/** What a person must correct in the fields of a form, all of it together. */

/** The person must correct something in a field; `field` is the id of the input. */
export class Fault extends Error {
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** Several fields must be corrected. */
export class Faults extends Error {
  readonly all: readonly Fault[];

  constructor(all: readonly Fault[]) {
    super(all.map(({ message }) => message).join(" "));
    this.all = all;
  }
}

/** The faults that an error stands for; none if it is another error. */
export function faultsOf(error: unknown): readonly Fault[] {
  if (error instanceof Faults) return error.all;
  return error instanceof Fault ? [error] : [];
}

/**
 * Read each part, also after one that must be corrected.
 *
 * @throws Fault if one part must be corrected, Faults if several
 */
export function readEach<T>(reads: readonly (() => T)[]): T[] {
  const faults: Fault[] = [];
  const values = reads.flatMap((read) => {
    try {
      return [read()];
    } catch (error) {
      const found = faultsOf(error);
      if (!found.length) throw error;
      faults.push(...found);
      return [];
    }
  });
  const [first, second] = faults;
  if (first) throw second ? new Faults(faults) : first;
  return values;
}

/** Read the named parts of a form, as `readEach` does. */
export function readAll<T extends object>(reads: { [Name in keyof T]: () => T[Name] }): T {
  const names = Object.keys(reads) as (keyof T)[];
  const read = readEach(names.map((name) => () => [name, reads[name]()] as const));
  return Object.fromEntries(read) as T;
}
