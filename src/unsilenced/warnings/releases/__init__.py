"""Releases: what members check against, made daily, signed here and logged by the key holder."""
