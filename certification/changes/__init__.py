"""What alters an authorization at its holder's wish: 续期, 变更, 继受, 注销; a folder for each.

May import issuing/, authorizations/, certificates/ and bodies/ below; duties/ and the register read it.
"""
