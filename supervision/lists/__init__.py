"""名单: blacklist, bars, leads, risk class, alerts. The highest subject of supervision; it may import all below it."""
