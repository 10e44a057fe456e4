"""What time does to a case: reminders, 逾期失效, due dates anew, clocks that stand still.
Imports messages and models of review and `applications.cases`."""
