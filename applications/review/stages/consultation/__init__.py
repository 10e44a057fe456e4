"""征求部门意见: departments are asked, each answers or lets its time pass. Imports `cases`, `form` and the acts of `review`."""
