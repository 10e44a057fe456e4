"""核对文件: whether a file or a printed digest is one that the platform made for a number. Imports issuing/."""
