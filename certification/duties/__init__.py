"""What the holder of an authorization owes and reports: 年度自查报告, 事故和质量信息报告, 标识使用登记.

May import authorizations/ and issuing/ below; the register above reads it.
"""
