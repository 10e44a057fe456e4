"""后果: 整改 with its reports, and 暂停 or 撤销 proposed from a published result.
Imports results/ and below."""
