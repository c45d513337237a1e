"""Sealed intake, receipts, the conversation, attachments and consent."""
