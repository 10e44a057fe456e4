"""What the recorded actions of files are called on the auditor's screens."""

from tianfu.ledger.audit.action_words import name_actions, notable

name_actions(
    __name__,
    {
        "file.downloaded": "下载文件",
        "file.unreadable": "文件缺失或被改动",
        "file.infected": "文件发现病毒",
        "file.unscanned": "文件未能扫描，已搁置",
        "file.scan_again": "重新扫描文件",
    },
)
notable(__name__, "file.unreadable", "file.infected", "file.unscanned", "file.scan_again")
