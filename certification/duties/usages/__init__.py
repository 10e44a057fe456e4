"""标识使用登记: where and how a holder uses the mark, with pictures; accepted or returned with marks on the pictures.

Imports authorizations/ and issuing/; inspectors read it through supervision (`readers.py`).
"""
