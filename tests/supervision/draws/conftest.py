from tests.ui.conftest import browser_context, browser_type_launch_args, chromium_path

__all__ = ["browser_context", "browser_type_launch_args", "chromium_path"]
