"""标识使用授权: causes of suspension, proposals of two people, answers of the holder, history.

May import certificates/ and bodies/ below; the surfaces of the register read it.
"""
