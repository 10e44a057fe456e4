from tests.ui.conftest import assert_accessible, browser_context, browser_type_launch_args, chromium_path

__all__ = ["assert_accessible", "browser_context", "browser_type_launch_args", "chromium_path"]
