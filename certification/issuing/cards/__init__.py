"""证书卡片: the certificate as a small card, a further paper made when its holder asks for it. Imports issuing/."""
