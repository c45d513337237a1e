/**
 * The service worker of members' messages: it shows the one neutral sentence that the site sends.
 * It fetches nothing, stores nothing, and intercepts no request.
 */

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Pushed extends Lasting {
  data: { json(): unknown } | null;
}

interface Touched extends Lasting {
  notification: Notification;
}

interface Worker {
  registration: ServiceWorkerRegistration;
  clients: { openWindow(address: string): Promise<unknown> };
  addEventListener(type: "push", listener: (event: Pushed) => void): void;
  addEventListener(type: "notificationclick", listener: (event: Touched) => void): void;
}

interface Words {
  title: string;
  body: string;
}

const worker = self as unknown as Worker;
/** The members' pages in the language of the page on which the member turned messages on. */
const home = worker.registration.scope;

/** A browser expects every push to show something, so one that cannot be read shows the address. */
function wordsOf({ data }: Pushed): Words {
  const address = { title: new URL(home).host, body: "" };
  try {
    return { ...address, ...(data?.json() as Partial<Words> | undefined) };
  } catch {
    return address;
  }
}

worker.addEventListener("push", (event) => {
  const { title, body } = wordsOf(event);
  // One tag: a second message replaces the first.
  event.waitUntil(worker.registration.showNotification(title, { body, tag: "new" }));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(worker.clients.openWindow(home));
});
