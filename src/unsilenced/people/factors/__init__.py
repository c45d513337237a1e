"""Second factors: one-time passwords, passkeys, and recovery codes that stand in for them."""
