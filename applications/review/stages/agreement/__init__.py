"""签署授权协议: the enterprise signs first, the operator second, which authorizes. Imports `cases`."""
