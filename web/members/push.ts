/**
 * Messages that say only that there is something new (Web Push); off until a member turns them on.
 */

import { b64u, fromB64u } from "../sealing/bytes.ts";
import { attempt } from "../session/attempt.ts";
import type { NewSubscription } from "../session/generated-calls.ts";
import { fill } from "../ui/dom.ts";
import { t } from "../ui/messages.ts";
import { button, byId } from "../ui/parts.ts";
import { membersPage } from "./address.ts";
import { members } from "./calls.ts";

/** The page's policy allows this one script as a worker, and no other. */
const POLICY = "messages";

/** The part of Trusted Types used here; some browsers do not have it. */
interface Trusting {
  trustedTypes?: {
    createPolicy(
      name: string,
      rules: { createScriptURL(): string },
    ): { createScriptURL(input: string): string };
  };
}

let address: string | undefined;

/** The worker's address, marked as trusted; a page can make a policy only once. */
function workerAddress(): string {
  if (address === undefined) {
    const own = membersPage("messages.js");
    const policy = (window as Trusting).trustedTypes?.createPolicy(POLICY, {
      createScriptURL: () => own,
    });
    address = policy?.createScriptURL("") ?? own;
  }
  return address;
}

function offered(): boolean {
  return "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
}

/** Every subscription of this browser: a worker belongs to one language's pages. */
async function subscriptions(): Promise<PushSubscription[]> {
  const workers = await navigator.serviceWorker.getRegistrations();
  const all = await Promise.all(workers.map(({ pushManager }) => pushManager.getSubscription()));
  return all.filter((each) => each !== null);
}

function subscriptionFields(subscription: PushSubscription): NewSubscription {
  const key = (name: PushEncryptionKeyName) =>
    b64u(new Uint8Array(subscription.getKey(name) ?? new ArrayBuffer(0)));
  return { endpoint: subscription.endpoint, p256dh: key("p256dh"), auth: key("auth") };
}

/** The part of the account page about messages; hidden if the browser cannot receive any. */
export class Push {
  readonly #part: HTMLElement;

  constructor(part: HTMLElement) {
    this.#part = part;
    button("push-on").onclick = () => attempt(part, () => this.#turnOn());
    button("push-off").onclick = () => attempt(part, () => this.#turnOff());
  }

  async show(): Promise<void> {
    this.#part.hidden = !offered();
    if (this.#part.hidden) return;
    const refused = Notification.permission === "denied";
    const on = (await subscriptions()).length > 0;
    button("push-on").hidden = on || refused;
    button("push-off").hidden = !on;
    fill(
      byId("push-state"),
      refused
        ? t(
            "Your browser does not allow messages from this site. You can change that in its settings.",
          )
        : on
          ? t("Messages are on.")
          : t("Messages are off."),
    );
  }

  /** Remove this browser's subscriptions and workers. A call removes the server's subscriptions. */
  async forgetHere(): Promise<void> {
    if (!offered()) return;
    for (const each of await subscriptions()) await each.unsubscribe();
    for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
  }

  async #turnOn(): Promise<void> {
    if ((await Notification.requestPermission()) !== "granted") return this.show();
    const { public_key } = await members.get("push");
    await navigator.serviceWorker.register(workerAddress());
    const { pushManager } = await navigator.serviceWorker.ready;
    const subscription = await pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: fromB64u(public_key),
    });
    await members.post("push", subscriptionFields(subscription));
    await this.show();
  }

  async #turnOff(): Promise<void> {
    await members.remove("push");
    await this.forgetHere();
    await this.show();
  }
}
