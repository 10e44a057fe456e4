"""申报: from the programme's file to the decision. Subjects as folders, lower first: programmes, enterprises, cases,
programme_files, form, review, papers, guide, portal. Imports the floors of `tianfu` below it; nothing of `certification` or `supervision`.
"""
