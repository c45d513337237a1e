/** Profiles: the sites to choose from, how each writes a profile, and what a name alone stands for. */

interface Site {
  name: string;
  /** How the site itself writes the address of a profile. */
  form: string;
}

/** By the names that normalising uses (oblivious/normalise/platforms.ts). */
export const SITES: Readonly<Record<string, Site>> = {
  adultwork: { name: "AdultWork", form: "adultwork.com/somebody" },
  bluesky: { name: "Bluesky", form: "bsky.app/profile/somebody" },
  discord: { name: "Discord", form: "somebody" },
  facebook: { name: "Facebook", form: "facebook.com/somebody" },
  fansly: { name: "Fansly", form: "fansly.com/somebody" },
  instagram: { name: "Instagram", form: "instagram.com/somebody" },
  kik: { name: "Kik", form: "kik.me/somebody" },
  linkedin: { name: "LinkedIn", form: "linkedin.com/in/somebody" },
  onlyfans: { name: "OnlyFans", form: "onlyfans.com/somebody" },
  reddit: { name: "Reddit", form: "reddit.com/user/somebody" },
  snapchat: { name: "Snapchat", form: "snapchat.com/add/somebody" },
  telegram: { name: "Telegram", form: "t.me/somebody" },
  threads: { name: "Threads", form: "threads.net/@somebody" },
  tiktok: { name: "TikTok", form: "tiktok.com/@somebody" },
  tinder: { name: "Tinder", form: "tinder.com/@somebody" },
  twitch: { name: "Twitch", form: "twitch.tv/somebody" },
  vivastreet: { name: "Vivastreet", form: "vivastreet.co.uk/escort/123456789" },
  vk: { name: "VK", form: "vk.com/somebody" },
  x: { name: "X (Twitter)", form: "x.com/somebody" },
  youtube: { name: "YouTube", form: "youtube.com/@somebody" },
};

/**
 * What was typed, with its site. An address, or a name with a site before it, says its own site,
 * which counts more than the one chosen.
 */
export function profileAt(site: string, typed: string): string {
  const name = typed.trim();
  if (!site || !name || /[/:]/.test(name)) return typed;
  return `${site}:${name.replace(/^@/, "")}`;
}
