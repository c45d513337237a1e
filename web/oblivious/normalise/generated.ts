// Written by script/facts from what Python defines. Change it there.

import type { Platform } from "./platforms.ts";

export const MOST_WITH_EXT = 20;
export const MOST_NAMED = 15;
export const MOST_MARKED = 9;
export const MOST_BARE = 6;
export const LONGEST_NAME = 12;
export const NUMBER_PASSES = 4;
export const TEXT_PASSES = 8;
export const SCHEME =
  /^(?:(?:tel|callto|sms|smsto|mms|mmsto|whatsapp):(?:\/\/)?([^?&]*)(?:[?&].*)?)$/;
export const ADDRESS =
  /^(?:(?:https?:\/\/)?(?:(?:www\.)?wa\.me\/|(?:(?:api|web)\.whatsapp\.com\/|whatsapp:\/\/)send\/?\?(?:[^ #]*&)?phone=|viber:\/\/(?:chat|add|contact)\/?\?number=|signal\.me\/#p\/)(?:\+|%2b)?([0-9]+)\/?(?:[?&#][^ ]*)?)$/;
export const TELEGRAM =
  /^(?:(?:https?:\/\/)?(?:t|telegram)\.me\/(?:\+|%2b)([0-9]{7,15})\/?(?:[?#][^ ]*)?)$/;
export const AMOUNT = /^(?:(\+?[0-9]{7,17})\.0+)$/;
export const ITALIAN_MOBILE = /^(?:3[0-9]{9}|0[0-9]*)$/;
export const ITALIAN_SERVICES =
  /^(?:80(?:0\d{3}|3)\d{3}|(?:0878\d{3}|89(?:2\d|3[04]|4(?:[0-4]|[5-9]\d\d)|5[0-4]))\d\d|(?:1(?:44|6[346])|89(?:38|5[5-9]|9))\d{6}|84(?:[08]\d{3}|[17])\d{3}|1(?:78\d|99)\d{6}|55\d{8}|3[2-8]\d{9,10})$/;
export const ZERO_IN_BRACKETS = /[([] ?0 ?[)\]]/;
export const ITALY = "39";
export const RENUMBERED: readonly (readonly [RegExp, string])[] = [
  [/^\+549([0-9]{10})$/, "+54{1}"],
  [/^\+55([1-9][1-9])([689][0-9]{7})$/, "+55{1}9{2}"],
  [/^\+52(?:1|01|044|045)([2-9][0-9]{9})$/, "+52{1}"],
  [/^\+(?:39|378)0?549([0-9]{6})$/, "+3780549{1}"],
  [/^\+229([2-9][0-9]{7})$/, "+22901{1}"],
  [/^\+2410?1([0-9]{6})$/, "+24111{1}"],
  [/^\+2410?([256])([0-9]{6})$/, "+2416{1}{2}"],
  [/^\+2410?([47])([0-9]{6})$/, "+2417{1}{2}"],
  [/^\+225([23][0-9]8[0-9]{5})$/, "+22521{1}"],
  [/^\+225([23][0-9]0[0-9]{5})$/, "+22525{1}"],
  [/^\+225([23][0-9][1-79][0-9]{5})$/, "+22527{1}"],
  [/^\+225([0457][0-3][0-9]{6})$/, "+22501{1}"],
  [/^\+225([04-9][4-6][0-9]{6})$/, "+22505{1}"],
  [/^\+225([04-9][7-9][0-9]{6})$/, "+22507{1}"],
];
export const UNSURE = /^\+55[1-9][1-9]7[0-9]{7}$/;
export const WRAPPING =
  "<>()[]\u0022,;:\\\u00ab\u00bb\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a\u3008\u3009\u300a\u300b\u300c\u300d\u300e\u300f\u3010\u3011";
export const BEFORE_AN_ADDRESS = " .\u00b7\u2022";
export const AFTER_AN_ADDRESS = " .!?/'*_|`{}=&#^~$%+";
export const PAIRS_AROUND_AN_ADDRESS = "'`*_~|";
export const NEVER_IN_A_LOCAL_PART = " /";
export const BEFORE_A_PROFILE = " .'*`|\u00b7\u2022";
export const AFTER_A_PROFILE = " .!'*`|{}~";
export const NEVER_IN_A_NAME = " /@?#%";
export const LONGEST_PROFILE_NAME = 100;
export const SUBDOMAIN = /^(?:www|m|mobile|web|touch|mbasic|[a-z]{2}(?:-[a-z]{2})?)[.]/;
export const INVITATION =
  /^(?:https?:\/\/)?(?:(?:t|telegram)\.me\/(?:\+|%2b|joinchat\/)|chat\.whatsapp\.com\/|signal\.group\/|invite\.viber\.com\/|discord\.gg\/|discord(?:app)?\.com\/invite\/|vk\.me\/join\/|m\.me\/j\/|(?:www\.)?instagram\.com\/invites\/|(?:www\.)?whatsapp\.com\/channel\/).*$/;
export const PHONES = ["whatsapp", "wa", "signal", "viber", "tel", "sms"];
export const PHONE_HOSTS = ["wa.me", "api.whatsapp.com", "whatsapp.com", "signal.me"];
export const SHORTEST_PLATE = 2;
export const LONGEST_PLATE = 12;
export const TYPED_ALIKE =
  "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0405\u0406\u0408";
export const ALIKE = "ABEZHIKMNOPTYXABEKMHOPCTYXSIJ";
export const PLATE_SHAPES = [
  "[A-Z]{2}[0-9]{2}[A-Z]{3}",
  "[A-Z][1-9][0-9]{0,2}[A-Z]{3}",
  "[A-Z]{3}[1-9][0-9]{0,2}[A-Z]",
  "[A-Z]{1,3}[1-9][0-9]{0,3}",
  "[1-9][0-9]{0,3}[A-Z]{1,3}",
  "[0-9]{2,3}(?:C[ENW]?|DL?|G|K[EKY]|L[DHKMS]?|M[HNO]|OY|RN|SO|T[NS]?|W[DHWX]?)[1-9][0-9]{0,5}",
  "[A-HJ-NP-TV-Z]{2}[0-9]{3}[A-HJ-NP-TV-Z]{2}",
  "[1-9][0-9]{1,3}[A-HJ-NP-TV-Z]{2,3}(?:[0-9]{2}|2[AB]|97[1-6])",
  "[A-Z\u00c4\u00d6\u00dc]{1,3}[A-Z]{1,2}[1-9][0-9]{0,3}[EH]?",
  "[A-Z]{1,2}[1-9][0-9]{0,5}[A-NP-Z]{1,3}",
  "[A-Z]{2}[1-9][0-9]{0,5}",
  "[0-9]{4}[BCDFGHJ-NPR-TV-Z]{3}",
  "[A-Z]{1,2}[0-9]{4}[A-Z]{1,2}",
  "[A-Z]{2}[0-9]{2}[A-Z]{2}",
  "[0-9]{2}[A-Z]{2}[0-9]{2}",
  "[0-9]{4}[A-Z]{2}",
  "[A-Z]{2}[0-9]{4}",
  "[0-9]{2}[BDFGHJ-NPR-TVXZ]{4}",
  "[BDFGHJ-NPR-TVXZ]{4}[0-9]{2}",
  "[0-9]{2}[BDFGHJ-NPR-TVXZ]{3}[0-9]",
  "[0-9][BDFGHJ-NPR-TVXZ]{3}[0-9]{2}",
  "[BDFGHJ-NPR-TVXZ]{2}[0-9]{3}[BDFGHJ-NPR-TVXZ]",
  "[BDFGHJ-NPR-TVXZ][0-9]{3}[BDFGHJ-NPR-TVXZ]{2}",
  "[BDFGHJ-NPR-TVXZ]{3}[0-9]{2}[BDFGHJ-NPR-TVXZ]",
  "[BDFGHJ-NPR-TVXZ][0-9]{2}[BDFGHJ-NPR-TVXZ]{3}",
  "[0-9][BDFGHJ-NPR-TVXZ]{2}[0-9]{3}",
  "[0-9]{3}[BDFGHJ-NPR-TVXZ]{2}[0-9]",
  "[1-9][A-Z]{3}[0-9]{3}",
  "[A-Z]{3}[0-9]{3}",
  "[A-Z]{3}[0-9]{2}[A-HJ-NPR-UW-Z]",
  "[A-Z]{4}[0-9]{3}",
  "[A-Z]{2}[1-9][0-9]{4}",
  "[A-Z]{2}(?:[0-9]{5}|[0-9]{4}[ACE-HJ-NPR-Y]|[0-9]{3}[ACE-HJ-NPR-Y]{2})",
  "[A-Z]{3}(?:[0-9]{5}|[0-9]{4}[ACE-HJ-NPR-Y]|[0-9]{3}[ACE-HJ-NPR-Y]{2}|[ACE-HJ-NPR-Y][0-9]{3})",
  "[A-Z]{3}(?:[0-9]{2}[ACE-HJ-NPR-Y]{2}|[ACE-HJ-NPR-Y]{2}[0-9]{2}|[0-9][ACE-HJ-NPR-Y][0-9]{2})",
  "[0-9][A-CEHJ-MPSTUZ][0-9A-NP-Z][0-9]{4}",
  "[A-Z]{2}[0-9]{3}[A-Z]{2}",
  "B[0-9]{3}[A-Z]{3}",
  "[ABEKMHOPCTYX]{1,2}[0-9]{4}[ABEKMHOPCTYX]{2}",
  "[ABCEHIKMOPTX]{2}[0-9]{4}[ABCEHIKMOPTX]{2}",
  "[ABEKMHOPCTYX][0-9]{3}[ABEKMHOPCTYX]{2}[0-9]{2,3}",
  "[A-Z]{3}[0-9]{4}",
  "[A-Z]{3}[0-9][A-Z][0-9]{2}",
];
export const MOST_PLATE_SIGNS = 6;
export const NOT_ONE = {
  tel: "not-a-number",
  email: "not-an-email",
  plate: "not-a-plate",
  handle: "not-a-handle",
} as const;
export type Refusal = "several-addresses" | "zero-in-brackets" | "phone-number" | "invitation-link";
export const PLATFORMS: Readonly<Record<string, Platform>> = {
  adultwork: {
    hosts: ["adultwork.com"],
    addresses: [/^\/([^/?]+)$/, /^\/(?:dlg)?viewprofile\.asp\?(?:.*&)?userid=([0-9]+)(?:&.*)?$/],
    aliases: [],
  },
  bluesky: {
    hosts: ["bsky.app"],
    addresses: [/^\/profile\/([^/?]+)(?:\/.*)?$/],
    aliases: ["bsky"],
  },
  discord: {
    hosts: [],
    addresses: [],
    aliases: [],
  },
  facebook: {
    hosts: ["facebook.com", "fb.com", "fb.me", "m.me", "messenger.com"],
    addresses: [
      /^\/([^/?]+)(?:\/(?:about|photos|photos_by|photos_of|photos_albums|videos|reels|friends|followers|following|posts|mentions|likes|reviews|live)(?:\/.*)?)?$/,
      /^\/profile\.php\?(?:.*&)?id=([0-9]+)(?:&.*)?$/,
      /^\/people\/[^/?]+\/([0-9]+)(?:\/.*)?$/,
      /^\/(?:messages\/)?t\/([^/?]+)$/,
    ],
    aliases: ["fb"],
  },
  fansly: {
    hosts: ["fansly.com"],
    addresses: [/^\/([^/?]+)(?:\/(?:posts|media)(?:\/.*)?)?$/],
    aliases: [],
  },
  instagram: {
    hosts: ["instagram.com", "instagr.am", "ig.me"],
    addresses: [
      /^\/([^/?]+)(?:\/(?:reels|reel|tagged|p|tv|live|channel|guides|followers|following)(?:\/.*)?)?$/,
      /^\/stories\/([^/?]+)(?:\/.*)?$/,
      /^\/m\/([^/?]+)$/,
    ],
    aliases: ["insta", "ig"],
  },
  kik: {
    hosts: ["kik.me"],
    addresses: [/^\/([^/?]+)$/],
    aliases: [],
  },
  linkedin: {
    hosts: ["linkedin.com"],
    addresses: [/^\/in\/([^/?]+)(?:\/.*)?$/],
    aliases: [],
  },
  onlyfans: {
    hosts: ["onlyfans.com"],
    addresses: [
      /^\/([^/?]+)(?:\/(?:media|photos|videos|likes)(?:\/.*)?)?$/,
      /^\/[0-9]+\/([^/?]+)$/,
    ],
    aliases: [],
  },
  reddit: {
    hosts: ["reddit.com", "old.reddit.com", "new.reddit.com"],
    addresses: [/^\/u(?:ser)?\/([^/?]+)(?:\/.*)?$/],
    aliases: [],
  },
  snapchat: {
    hosts: ["snapchat.com"],
    addresses: [/^\/add\/([^/?]+)(?:\/.*)?$/, /^\/@([^/?]+)(?:\/.*)?$/],
    aliases: ["snap"],
  },
  telegram: {
    hosts: ["t.me", "telegram.me"],
    addresses: [/^\/(?:s\/)?([^/?]+)(?:\/[0-9]+)*$/],
    aliases: ["tg"],
  },
  threads: {
    hosts: ["threads.net", "threads.com"],
    addresses: [/^\/@([^/?]+)(?:\/.*)?$/],
    aliases: [],
  },
  tiktok: {
    hosts: ["tiktok.com"],
    addresses: [/^\/@([^/?]+)(?:\/.*)?$/],
    aliases: [],
  },
  tinder: {
    hosts: ["tinder.com", "gotinder.com"],
    addresses: [/^\/@([^/?]+)(?:\/.*)?$/],
    aliases: [],
  },
  twitch: {
    hosts: ["twitch.tv"],
    addresses: [/^\/([^/?]+)(?:\/(?:about|clip|clips|home|schedule|videos)(?:\/.*)?)?$/],
    aliases: [],
  },
  vivastreet: {
    hosts: ["vivastreet.co.uk", "vivastreet.com"],
    addresses: [/^\/[^?]+\/([0-9]+)$/],
    aliases: [],
  },
  vk: {
    hosts: ["vk.com", "vk.ru", "vk.me", "vkontakte.ru"],
    addresses: [/^\/([^/?]+)$/],
    aliases: ["vkontakte"],
  },
  x: {
    hosts: ["x.com", "twitter.com"],
    addresses: [
      /^\/([^/?]+)(?:\/(?:status|with_replies|media|likes|highlights|articles|photo|header_photo|followers|following|verified_followers|lists)(?:\/.*)?)?$/,
    ],
    aliases: ["twitter"],
  },
  youtube: {
    hosts: ["youtube.com"],
    addresses: [/^\/@([^/?]+)(?:\/.*)?$/, /^\/(?:c|user)\/([^/?]+)(?:\/.*)?$/],
    aliases: [],
  },
};
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
  "invites",
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
