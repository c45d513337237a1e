/** Which answer and which body belong to the path of a call: the lists are in generated-calls.ts. */

type AnyCall = readonly [path: string, answer: unknown, body?: object];

/** A list of calls. The first one whose path fits is meant. */
export type Calls = readonly AnyCall[];

export type PathOf<List extends Calls> = List[number][0];

type Fitting<List, Path> = List extends readonly [infer First extends AnyCall, ...infer Rest]
  ? Path extends First[0]
    ? First
    : Fitting<Rest, Path>
  : never;

/** What a call to the path is answered. */
export type AnswerOf<List, Path> = Fitting<List, Path>[1];

/** The body that a call to the path sends, as the rest of the arguments; empty if it sends none. */
export type BodyOf<List, Path> =
  Fitting<List, Path> extends readonly [
    string,
    unknown,
    ...infer Body extends readonly (object | undefined)[],
  ]
    ? Body
    : never;
