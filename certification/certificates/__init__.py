"""质量认证证书: acts of the issuing body, what a case rests on, and certificates that have to be replaced.

May import bodies/ below.
"""
