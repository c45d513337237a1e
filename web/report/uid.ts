/** Identifiers: random UUIDs (version 4, RFC 9562), even if `crypto.randomUUID` is missing. */

export function drawUid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const set = (index: number, keep: number, put: number): void => {
    bytes[index] = ((bytes[index] ?? 0) & keep) | put;
  };
  set(6, 0x0f, 0x40);
  set(8, 0x3f, 0x80);
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
