"""标识使用规范: how large, how free, in which colours, with which number; what is wrong. Imports issuing/ and policies."""
