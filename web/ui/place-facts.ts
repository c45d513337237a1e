/** What the page tells of the country that the site's places are in, as the server has it. */

import { need } from "./parts.ts";

/**
 * Shapes of a written postcode or number plate: `A` is a letter, `9` a digit, `*` either, a blank a
 * blank or none. One of the beginnings stands before the shape, where there are any.
 */
export interface Shapes {
  shapes: readonly string[];
  begins: readonly string[];
  capitals: boolean;
}

export interface Examples {
  telephone: string;
  international: string;
  plate: string;
}

export interface PlaceFacts {
  /** Where a telephone number without a country belongs (ISO 3166-1 alpha-2). */
  region: string;
  /** Whom to call in danger; `silent_key` is empty where there is none for who cannot speak. */
  emergency: { number: string; silent_key: string };
  /** What a telephone number and a number plate look like. */
  examples: Examples;
  postcodes: readonly Shapes[];
  plates: readonly Shapes[];
}

export function placeFacts(): PlaceFacts {
  const { facts = "" } = need("template#place-facts", HTMLTemplateElement).dataset;
  return JSON.parse(facts) as PlaceFacts;
}
