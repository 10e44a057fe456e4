"""Enterprises, their members' claims, changes of name and seat, their products and versions of these.

May import programmes and what lies below the app; cases ask it, it asks cases only through the models.
"""
