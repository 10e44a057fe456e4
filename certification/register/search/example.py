"""What an authorization's number looks like, for people who type one: made of the first programme of this installation."""

from applications.programmes.content import in_order
from applications.programmes.names import newest_contents
from tianfu.workflow.numbers import authorization_number

_YEAR = 2026


def example_number() -> str:
    """`TFMP-C-510100-2026-00001-K`: the capital of the programme's region, the first of a year. No number that was given need
    look so; "" before a programme is loaded."""
    content = next(iter(newest_contents()), None)
    if content is None:
        return ""
    letter = content["letters"][in_order(content["routes"])[0]]["authorization"]
    region = f"{content['region'][:3]}100" if content["level"] == "province" else content["region"]
    return authorization_number(content["prefix"], letter, region, _YEAR, 1)
