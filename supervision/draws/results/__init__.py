"""抽取结果: computed once, revealed, followed to the last pick; 候补 and 替换.
Imports values/ and below."""
