from tests.said import every_act_says_so

__all__ = ["every_act_says_so"]
