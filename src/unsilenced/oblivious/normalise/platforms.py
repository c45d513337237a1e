"""The platforms whose profiles can be checked.

WhatsApp, Signal and Viber are not among them: a profile there is a phone number, kind `tel`.
"""

from dataclasses import dataclass

_NAME = "/([^/?]+)"
_AT_NAME = "/@([^/?]+)(?:/.*)?"


def _with_pages(words: str) -> str:
    """Return the addresses of a profile and of pages below it, by their words."""
    return f"{_NAME}(?:/(?:{words.replace(' ', '|')})(?:/.*)?)?"


_FACEBOOK = _with_pages(
    "about photos photos_by photos_of photos_albums videos reels friends followers following posts "
    "mentions likes reviews live"
)
_INSTAGRAM = _with_pages("reels reel tagged p tv live channel guides followers following")
_ONLYFANS = _with_pages("media photos videos likes")
_TWITCH = _with_pages("about clip clips home schedule videos")
_X = _with_pages(
    "status with_replies media likes highlights articles photo header_photo followers following "
    "verified_followers lists"
)


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform: its hosts, and the addresses of a profile as regular expressions.

    An address is a path without a slash at its end, or such a path with its query; the one group
    is the name. `aliases` are what else people call the platform.
    """

    hosts: tuple[str, ...] = ()
    addresses: tuple[str, ...] = (_NAME,)
    aliases: tuple[str, ...] = ()


SUBDOMAIN = "(?:www|m|mobile|web|touch|mbasic|[a-z]{2}(?:-[a-z]{2})?)[.]"
"""What a host may have in front: its site for phones, or in one language."""

PHONES = ("whatsapp", "wa", "signal", "viber", "tel", "sms")
"""What people write before a phone number."""
PHONE_HOSTS = ("wa.me", "api.whatsapp.com", "whatsapp.com", "signal.me")
INVITATION = (
    r"(?:https?://)?(?:(?:t|telegram)\.me/(?:\+|%2b|joinchat/)|chat\.whatsapp\.com/|signal\.group/"
    r"|invite\.viber\.com/|discord\.gg/|discord(?:app)?\.com/invite/|vk\.me/join/|m\.me/j/"
    r"|(?:www\.)?instagram\.com/invites/|(?:www\.)?whatsapp\.com/channel/).*"
)
"""Addresses that invite to a group or a channel: nobody's profile."""

PLATFORMS = {
    "adultwork": Platform(
        ("adultwork.com",), (_NAME, r"/(?:dlg)?viewprofile\.asp\?(?:.*&)?userid=([0-9]+)(?:&.*)?")
    ),
    "bluesky": Platform(("bsky.app",), ("/profile/([^/?]+)(?:/.*)?",), ("bsky",)),
    "discord": Platform((), ()),
    "facebook": Platform(
        ("facebook.com", "fb.com", "fb.me", "m.me", "messenger.com"),
        (
            _FACEBOOK,
            r"/profile\.php\?(?:.*&)?id=([0-9]+)(?:&.*)?",
            "/people/[^/?]+/([0-9]+)(?:/.*)?",
            "/(?:messages/)?t/([^/?]+)",
        ),
        ("fb",),
    ),
    "fansly": Platform(("fansly.com",), (_with_pages("posts media"),)),
    "instagram": Platform(
        ("instagram.com", "instagr.am", "ig.me"),
        (_INSTAGRAM, "/stories/([^/?]+)(?:/.*)?", "/m/([^/?]+)"),
        ("insta", "ig"),
    ),
    "kik": Platform(("kik.me",)),
    "linkedin": Platform(("linkedin.com",), ("/in/([^/?]+)(?:/.*)?",)),
    "onlyfans": Platform(("onlyfans.com",), (_ONLYFANS, "/[0-9]+/([^/?]+)")),
    "reddit": Platform(
        ("reddit.com", "old.reddit.com", "new.reddit.com"), ("/u(?:ser)?/([^/?]+)(?:/.*)?",)
    ),
    "snapchat": Platform(("snapchat.com",), ("/add/([^/?]+)(?:/.*)?", _AT_NAME), ("snap",)),
    "telegram": Platform(("t.me", "telegram.me"), ("/(?:s/)?([^/?]+)(?:/[0-9]+)*",), ("tg",)),
    "threads": Platform(("threads.net", "threads.com"), (_AT_NAME,)),
    "tiktok": Platform(("tiktok.com",), (_AT_NAME,)),
    "tinder": Platform(("tinder.com", "gotinder.com"), (_AT_NAME,)),
    "twitch": Platform(("twitch.tv",), (_TWITCH,)),
    "vivastreet": Platform(("vivastreet.co.uk", "vivastreet.com"), ("/[^?]+/([0-9]+)",)),
    "vk": Platform(("vk.com", "vk.ru", "vk.me", "vkontakte.ru"), (_NAME,), ("vkontakte",)),
    "x": Platform(("x.com", "twitter.com"), (_X,), ("twitter",)),
    "youtube": Platform(("youtube.com",), (_AT_NAME, "/(?:c|user)/([^/?]+)(?:/.*)?")),
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
        "invites",
        "joinchat",
        "intent",
        "invite",
        "jobs",
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
