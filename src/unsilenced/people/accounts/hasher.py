"""Storing log-in secrets: each is an Argon2id output already, so one fast pass is enough."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class LogInSecretHasher(PBKDF2PasswordHasher):
    """PBKDF2 (RFC 8018) with few passes.

    Each guess of a passphrase already costs 64 MiB of Argon2id. More passes here would only let a
    flood of log-ins exhaust the server.
    """

    algorithm = "pbkdf2_sha256_log_in_secret"
    iterations = 1_000
