/**
 * The service worker of members' messages: whatever is pushed, it shows one neutral sentence. It
 * fetches nothing, keeps nothing, and stands between no page and the network.
 *
 * The view that serves it (warnings/members_pages.py) puts `words` before it.
 */

interface Words {
  title: string;
  body: string;
  /** Where a touch leads. */
  home: string;
}

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Touched extends Lasting {
  notification: Notification;
}

interface Worker {
  words: Words;
  registration: ServiceWorkerRegistration;
  clients: { openWindow(address: string): Promise<unknown> };
  addEventListener(type: "push", listener: (event: Lasting) => void): void;
  addEventListener(type: "notificationclick", listener: (event: Touched) => void): void;
}

const worker = self as unknown as Worker;

worker.addEventListener("push", (event) => {
  const { title, body } = worker.words;
  // One tag: a second message takes the first one's place.
  event.waitUntil(worker.registration.showNotification(title, { body, tag: "new" }));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(worker.clients.openWindow(worker.words.home));
});
