"""The litmus test: how well an account stands, from the log and from everyone who touched it (MISSION G)."""
