"""Django's templates drawn by Python functions written from them once; what a template says stays what Django says."""
