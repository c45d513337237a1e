"""The report on the claims: a site of plain pages, a PDF, the data, and where it all comes from.

We make it only from what the gate has released (docs/decisions/0019-claims-report.md).
"""
