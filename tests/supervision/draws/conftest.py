from tests.ui.conftest import (
    assert_accessible,
    browser_of_file,
    browser_type_launch_args,
    chromium_path,
    own_context,
)

__all__ = ["assert_accessible", "browser_of_file", "browser_type_launch_args", "chromium_path", "own_context"]
