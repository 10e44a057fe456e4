"""陈述意见 and 申请恢复 of the holder, decided by two of the operator. Imports models and suspensions of `authorizations`."""
