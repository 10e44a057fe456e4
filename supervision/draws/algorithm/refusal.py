"""Why a draw is refused: the code every verifier gives for the same files, and what is wrong in words."""

# In the order of the checks; the first that fails names the refusal.
CODES = ("FORMAT", "CANON", "SCHEMA", "ALG", "COMMIT", "ORDER", "STRATA", "TEAM", "VALUE", "SOURCE", "SECRET")


class Refusal(ValueError):
    """The files of a draw do not hold; `code` is one of CODES, `sentence` names the place."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence
