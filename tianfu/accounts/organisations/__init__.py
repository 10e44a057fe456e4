"""How organisations come to be and people to act for them; 统一社会信用代码. Imports models of `accounts`."""
