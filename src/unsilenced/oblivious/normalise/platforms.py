"""The platforms whose profiles can be checked.

WhatsApp, Signal and Viber are not among them: a profile there is a phone number, kind `tel`.
"""

from dataclasses import dataclass

_NAME = "/([^/?]+)"
_AT_NAME = "/@([^/?]+)"


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform: its hosts, and the addresses of a profile as regular expressions.

    An address is a path without a slash at its end, or such a path with its query; the one group
    is the name. `aliases` are what else people call the platform.
    """

    hosts: tuple[str, ...] = ()
    addresses: tuple[str, ...] = (_NAME,)
    aliases: tuple[str, ...] = ()


PLATFORMS = {
    "adultwork": Platform(
        ("adultwork.com",), (_NAME, r"/(?:dlg)?viewprofile\.asp\?(?:.*&)?userid=([0-9]+)(?:&.*)?")
    ),
    "bluesky": Platform(("bsky.app",), ("/profile/([^/?]+)",), ("bsky",)),
    "discord": Platform((), ()),
    "facebook": Platform(
        ("facebook.com", "fb.com", "fb.me"),
        (_NAME, r"/profile\.php\?(?:.*&)?id=([0-9]+)(?:&.*)?", "/people/[^/?]+/([0-9]+)"),
        ("fb",),
    ),
    "fansly": Platform(("fansly.com",), (_NAME, "/([^/?]+)/posts")),
    "instagram": Platform(
        ("instagram.com", "instagr.am"), (_NAME, "/stories/([^/?]+)"), ("insta", "ig")
    ),
    "kik": Platform(("kik.me",)),
    "linkedin": Platform(("linkedin.com",), ("/in/([^/?]+)",)),
    "onlyfans": Platform(("onlyfans.com",)),
    "reddit": Platform(
        ("reddit.com", "old.reddit.com", "new.reddit.com"), ("/u(?:ser)?/([^/?]+)",)
    ),
    "snapchat": Platform(("snapchat.com",), ("/add/([^/?]+)", _AT_NAME), ("snap",)),
    "telegram": Platform(("t.me", "telegram.me"), (_NAME, "/s/([^/?]+)"), ("tg",)),
    "threads": Platform(("threads.net", "threads.com"), (_AT_NAME,)),
    "tiktok": Platform(("tiktok.com",), (_AT_NAME,)),
    "tinder": Platform(("tinder.com", "gotinder.com"), (_AT_NAME,)),
    "twitch": Platform(("twitch.tv",)),
    "vivastreet": Platform(("vivastreet.co.uk", "vivastreet.com"), ("/[^?]+/([0-9]+)",)),
    "vk": Platform(("vk.com",), (_NAME,), ("vkontakte",)),
    "x": Platform(("x.com", "twitter.com"), (_NAME,), ("twitter",)),
    "youtube": Platform(("youtube.com",), (_AT_NAME, "/(?:c|user)/([^/?]+)")),
}

NOT_NAMES = frozenset(
    {
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
    }
)
"""What stands where a name would in addresses of the platforms' own pages."""
