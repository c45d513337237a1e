/** The part of `punycode` that is an ES module has the types of the whole package. */

declare module "punycode/punycode.es6.js" {
  export { decode, encode } from "punycode";
}
