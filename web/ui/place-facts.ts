/** What the page knows about the country of the site's places, from the server. */

import { need } from "./parts.ts";

/**
 * Shapes of a written postcode or number plate: `A` is a letter, `9` a digit, `*` either of them,
 * and a space is an optional space. If there are beginnings, one of them comes before the shape.
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
  /** The region of a telephone number without a country (ISO 3166-1 alpha-2). */
  region: string;
  /**
   * The number to call in danger. `silent_key` is for people who cannot speak; empty if there is
   * none.
   */
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
