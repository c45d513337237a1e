"""The report on the claims: a site of plain pages, a PDF, the data, and where all of it is from.

Everything in it is made from what the gate has released (docs/decisions/0019-claims-report.md).
"""
