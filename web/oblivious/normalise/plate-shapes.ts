/** Tells the letter O from a zero on a number plate, where the countries' shapes decide. */

import { MOST_PLATE_SIGNS, PLATE_SHAPES } from "./generated.ts";

const SHAPES = new RegExp(`^(?:${PLATE_SHAPES.join("|")})$`);

/** A plate with each O and zero as the shapes have it, if that is possible in one way only. */
export function withZeros(plate: string): string {
  const parts = plate.split(/[O0]/);
  const signs = parts.length - 1;
  if (signs < 1 || signs > MOST_PLATE_SIGNS || SHAPES.test(plate)) return plate;
  const fitting: string[] = [];
  for (let way = 0; way < 2 ** signs; way++) {
    const sign = (at: number) => ((way >> at) & 1 ? "0" : "O");
    const one = parts.map((part, at) => (at < signs ? part + sign(at) : part)).join("");
    if (SHAPES.test(one)) fitting.push(one);
  }
  return fitting.length === 1 ? (fitting[0] ?? plate) : plate;
}
