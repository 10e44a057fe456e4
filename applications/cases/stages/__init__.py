"""What a stage is made of: its form, its clock, its phase. Leaves, which `cases.stage` puts together.
May import the floors below."""
