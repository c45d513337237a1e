"""How a log-in secret is stored: it is an Argon2id output already, so one fast pass will do."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class LogInSecretHasher(PBKDF2PasswordHasher):
    """PBKDF2 (RFC 8018) with few passes.

    Who guesses a passphrase pays 64 MiB of Argon2id for each guess before coming here; more
    passes would only let a flood of log-ins exhaust the server.
    """

    algorithm = "pbkdf2_sha256_log_in_secret"
    iterations = 1_000
