"""Releases: what members check against. Made daily, signed here and logged by the key holder."""
