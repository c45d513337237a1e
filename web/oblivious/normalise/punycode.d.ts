/** The part of `punycode` that is written as a module has the types of the whole. */

declare module "punycode/punycode.es6.js" {
  export { decode, encode } from "punycode";
}
