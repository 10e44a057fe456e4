"""号码: typed twice, thrown in a meeting, corrected; and who reads their evidence.
Imports commitment/ and below."""
