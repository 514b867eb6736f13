"""What a person and a workspace may choose: one form for each group of settings, and what a change would mean."""
