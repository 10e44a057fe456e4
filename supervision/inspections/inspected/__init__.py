"""The inspected side: whose thing is checked, what it sees, objects to, reports, and may read.
`holder.py` is a leaf below the models; the rest imports everything but the console."""
