/**
 * The platforms whose profiles can be checked.
 *
 * WhatsApp, Signal and Viber are not among them: a profile there is a phone number, kind `tel`.
 */

/**
 * A platform: its hosts, and the addresses of a profile as regular expressions.
 *
 * An address is a path without a slash at its end, or such a path with its query; the one group
 * is the name. `aliases` are what else people call the platform.
 */
export interface Platform {
  readonly hosts: readonly string[];
  readonly addresses: readonly RegExp[];
  readonly aliases: readonly string[];
}

const NAME = /^\/([^/?]+)$/;
const AT_NAME = /^\/@([^/?]+)$/;

export const PLATFORMS: Readonly<Record<string, Platform>> = {
  adultwork: {
    hosts: ["adultwork.com"],
    addresses: [NAME, /^\/(?:dlg)?viewprofile\.asp\?(?:.*&)?userid=([0-9]+)(?:&.*)?$/],
    aliases: [],
  },
  bluesky: { hosts: ["bsky.app"], addresses: [/^\/profile\/([^/?]+)$/], aliases: ["bsky"] },
  discord: { hosts: [], addresses: [], aliases: [] },
  facebook: {
    hosts: ["facebook.com", "fb.com", "fb.me"],
    addresses: [
      NAME,
      /^\/profile\.php\?(?:.*&)?id=([0-9]+)(?:&.*)?$/,
      /^\/people\/[^/?]+\/([0-9]+)$/,
    ],
    aliases: ["fb"],
  },
  fansly: { hosts: ["fansly.com"], addresses: [NAME, /^\/([^/?]+)\/posts$/], aliases: [] },
  instagram: {
    hosts: ["instagram.com", "instagr.am"],
    addresses: [NAME, /^\/stories\/([^/?]+)$/],
    aliases: ["insta", "ig"],
  },
  kik: { hosts: ["kik.me"], addresses: [NAME], aliases: [] },
  linkedin: { hosts: ["linkedin.com"], addresses: [/^\/in\/([^/?]+)$/], aliases: [] },
  onlyfans: { hosts: ["onlyfans.com"], addresses: [NAME], aliases: [] },
  reddit: {
    hosts: ["reddit.com", "old.reddit.com", "new.reddit.com"],
    addresses: [/^\/u(?:ser)?\/([^/?]+)$/],
    aliases: [],
  },
  snapchat: {
    hosts: ["snapchat.com"],
    addresses: [/^\/add\/([^/?]+)$/, AT_NAME],
    aliases: ["snap"],
  },
  telegram: {
    hosts: ["t.me", "telegram.me"],
    addresses: [NAME, /^\/s\/([^/?]+)$/],
    aliases: ["tg"],
  },
  threads: { hosts: ["threads.net", "threads.com"], addresses: [AT_NAME], aliases: [] },
  tiktok: { hosts: ["tiktok.com"], addresses: [AT_NAME], aliases: [] },
  tinder: { hosts: ["tinder.com", "gotinder.com"], addresses: [AT_NAME], aliases: [] },
  twitch: { hosts: ["twitch.tv"], addresses: [NAME], aliases: [] },
  vivastreet: {
    hosts: ["vivastreet.co.uk", "vivastreet.com"],
    addresses: [/^\/[^?]+\/([0-9]+)$/],
    aliases: [],
  },
  vk: { hosts: ["vk.com"], addresses: [NAME], aliases: ["vkontakte"] },
  x: { hosts: ["x.com", "twitter.com"], addresses: [NAME], aliases: ["twitter"] },
  youtube: {
    hosts: ["youtube.com"],
    addresses: [AT_NAME, /^\/(?:c|user)\/([^/?]+)$/],
    aliases: [],
  },
};

/** What the platforms are called: each can be written before a colon and a profile's name. */
export const PLATFORM_NAMES: readonly string[] = Object.keys(PLATFORMS);

/** What stands where a name would in addresses of the platforms' own pages. */
export const NOT_NAMES: ReadonlySet<string> = new Set([
  "about",
  "accounts",
  "ads",
  "business",
  "direct",
  "discover",
  "dlgviewprofile.asp",
  "download",
  "events",
  "explore",
  "groups",
  "hashtag",
  "help",
  "home",
  "i",
  "intent",
  "invite",
  "jobs",
  "joinchat",
  "legal",
  "login",
  "marketplace",
  "messages",
  "notifications",
  "p",
  "pages",
  "people",
  "photo.php",
  "policies",
  "privacy",
  "profile",
  "profile.php",
  "reel",
  "reels",
  "register",
  "search",
  "settings",
  "share",
  "signup",
  "stories",
  "story.php",
  "support",
  "terms",
  "tos",
  "tv",
  "videos",
  "viewprofile.asp",
  "watch",
]);
