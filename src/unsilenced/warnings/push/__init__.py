"""Web push: tells members' browsers that there is something new, and nothing else (RFC 8030)."""

from unsilenced.warnings.push.sending import send_all

__all__ = ["send_all"]
