"""All settings, from the environment (docs/operations.md), by subject. Later files may import earlier ones."""

from tianfu.settings.accounts import *  # noqa: F403
from tianfu.settings.composition import *  # noqa: F403
from tianfu.settings.installation import *  # noqa: F403
from tianfu.settings.jobs import *  # noqa: F403
from tianfu.settings.protection import *  # noqa: F403
from tianfu.settings.storage import *  # noqa: F403
