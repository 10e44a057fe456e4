"""The console: Django's admin site with its own work pages (design 6)."""

from django.contrib import admin


class ConsoleSite(admin.AdminSite):
    site_header = site_title = "天府名品 · 监管工作台"
    index_title = "工作台"
