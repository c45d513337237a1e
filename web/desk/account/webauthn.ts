/** Passkeys: between the server's JSON (Web Authentication, level 3) and the browser's bytes. */

import { b64u, fromB64u } from "../../sealing/bytes.ts";

interface Descriptor {
  id: string;
  type: "public-key";
  transports?: AuthenticatorTransport[];
}

/** Options for a new passkey, as the server writes them. */
export interface CreationOptions
  extends Omit<PublicKeyCredentialCreationOptions, "challenge" | "user" | "excludeCredentials"> {
  challenge: string;
  user: { id: string; name: string; displayName: string };
  excludeCredentials?: Descriptor[];
}

/** Options for using a passkey, as the server writes them. */
export interface RequestOptions
  extends Omit<PublicKeyCredentialRequestOptions, "challenge" | "allowCredentials"> {
  challenge: string;
  allowCredentials?: Descriptor[];
}

const descriptors = (list: Descriptor[] = []) =>
  list.map((each) => ({ ...each, id: fromB64u(each.id) }));

const text = (buffer: ArrayBuffer) => b64u(new Uint8Array(buffer));

function checked(credential: Credential | null): PublicKeyCredential {
  if (credential instanceof PublicKeyCredential) return credential;
  throw new DOMException("No passkey was given.", "NotAllowedError");
}

/**
 * Whether passkeys work in this browser, at this address.
 *
 * Tor Browser does not have them. At an onion address the server accepts none from any browser.
 */
export function hasPasskeys(): boolean {
  return "PublicKeyCredential" in window && !location.hostname.endsWith(".onion");
}

/** Make a passkey; resolves with what the server's call takes. @throws DOMException */
export async function makePasskey(options: CreationOptions): Promise<Record<string, unknown>> {
  const credential = checked(
    await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: fromB64u(options.challenge),
        user: { ...options.user, id: fromB64u(options.user.id) },
        excludeCredentials: descriptors(options.excludeCredentials),
      },
    }),
  );
  const response = credential.response as AuthenticatorAttestationResponse;
  return {
    ...named(credential),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      transports: response.getTransports(),
    },
  };
}

/** Use a passkey; resolves with what the server's call takes. @throws DOMException */
export async function usePasskey(options: RequestOptions): Promise<Record<string, unknown>> {
  const credential = checked(
    await navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: fromB64u(options.challenge),
        allowCredentials: descriptors(options.allowCredentials),
      },
    }),
  );
  const response = credential.response as AuthenticatorAssertionResponse;
  return {
    ...named(credential),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle && text(response.userHandle),
    },
  };
}

function named(credential: PublicKeyCredential): Record<string, unknown> {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}
